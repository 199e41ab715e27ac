"""What an app does with the values of its inputs: which buttons take them, where they are written, what keeps them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from keylint.app.clicks import where_none
from keylint.app.keeping import comes_from, keeps_itself, kept_everywhere, shadow_of
from keylint.run.cells import Cell
from keylint.run.trace import Draw, StateWrite
from keylint.run.values import Known
from keylint.verdicts import words

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.findings import Location
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun
    from keylint.run.trace import Atom
    from keylint.run.values import Origin


class Inputs:
    """Answers for one app; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self.keymap = keymap
        self._deciding: dict[PageRun, frozenset[Origin]] = {}
        self._writes: dict[PageRun, dict[Location, list[StateWrite]]] = {}
        self._on_button: dict[Condition, bool] = {}

    @cached_property
    def kept(self) -> tuple[Widget, ...]:
        """The widgets with a value that something protects."""
        return tuple(widget for widget in self.keymap.widgets if widget.kind == "value" and self._is_kept(widget))

    def _is_kept(self, widget: Widget) -> bool:
        return (
            (keeps_itself(widget.first, "page") and not widget.first.spreads)
            or shadow_of(self.keymap, widget) is not None
            or kept_everywhere(self.keymap, widget.page, widget.key)
        )

    @cached_property
    def passwords(self) -> tuple[Widget, ...]:
        """The fields of logins."""
        return tuple(widget for widget in self.keymap.widgets if is_password(widget.first))

    def is_only_compared(self, key: Key, widget: Widget) -> bool:
        """Whether the app does no more with what the key holds than to test it along with the widget's value. Who uses
        an object uses its parts."""
        texts = {key.text, key.root.text} if isinstance(key, Cell) else {key.text}
        uses = [use for text in texts for _, _, use in self.keymap.uses_of_key(text)]
        of_widget = {use.location for _, _, use in self.keymap.uses_of_key(widget.key) if use.sink == "test"}
        return all(use.sink == "test" and use.location in of_widget for use in uses)

    def decides_what_is_drawn(self, widget: Widget) -> bool:
        page = widget.page
        if page not in self._deciding:
            conditions = {draw.condition for draw in page.trace.draws()}
            atoms = self.keymap.hider.atoms(*conditions)
            self._deciding[page] = frozenset(origin for atom in atoms for origin in atom.origins)
        return any(comes_from(origin, widget.key) for origin in self._deciding[page])

    def state_writes_at(self, page: PageRun, place: Location) -> list[StateWrite]:
        """What a statement of the page's own run, or of one of its callbacks, writes into session state."""
        if page not in self._writes:
            table = self._writes[page] = {}
            for _, trace in self.keymap.traces(page):
                for event in trace.events:
                    if isinstance(event, StateWrite):
                        table.setdefault(event.location, []).append(event)
        return self._writes[page].get(place, [])

    # -- buttons -----------------------------------------------------------------------------------------------------

    def by_button(self, callback: CallbackRun | None, condition: Condition) -> bool:
        """Whether something happens only when a button is clicked: in its callback, or under its test."""
        if callback is not None:
            return all(draw.kind == "trigger" for draw in callback.draws)
        known = self._on_button.get(condition)
        if known is None:
            known = self._on_button[condition] = self._is_on_button(condition)
        return known

    def _is_on_button(self, condition: Condition) -> bool:
        keymap = self.keymap
        clicks = keymap.hider.atoms_of("trigger", condition)
        buttons = [atom for atom in clicks if not self._is_of_chat(atom)]
        return bool(buttons) and not keymap.possible(where_none(keymap, condition, buttons))

    def _is_of_chat(self, atom: Atom) -> bool:
        """A chat message is no click: the other inputs of its page are settings of the talk."""
        return any(origin.detail in self._chats for origin in atom.origins)

    @cached_property
    def _chats(self) -> frozenset[object]:
        """The keys of chat inputs, and the places of those without one."""
        return frozenset(
            event.key or event.site
            for page in self.keymap.app.pages
            for event in page.trace.events
            if isinstance(event, Draw) and event.kind == "chat"
        )


def is_password(draw: Draw) -> bool:
    """Whether it is a field for a password; one for an API key is a setting."""
    return draw.parameters.get("type") == Known("password") and not words.is_called(draw, words.CREDENTIAL)
