"""Deletes of keys that only the run knows, which take back the value of a widget that is shown meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import is_seed
from keylint.conditions.nodes import NEVER
from keylint.run.chosen_keys import where_passing
from keylint.run.keys import Key, constant_key
from keylint.run.values import Known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Event, StateDelete


class Deletes:
    """The deletes of an app, and what was found of them; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._unnamed = [entry for text, entries in keymap.deletes.items() if not text.strip("*") for entry in entries]
        self._staying: dict[tuple[Condition, Key], bool] = {}
        self._without: dict[Key, bool] = {}

    def beside(self, key: str, drawn: Sequence[tuple[PageRun, Draw]]) -> str | None:
        """Where the app deletes keys that only the run knows, this one perhaps among them, while one of the widgets is
        drawn, as a clause."""
        for page, callback, delete in self._unnamed:
            if delete.key.may_equal(constant_key(key)) and self._may_be_chosen(delete, key):
                own = [draw for where, draw in drawn if where is page]
                if any(self._is_beside(callback, delete, draw) for draw in own):
                    place = f"{delete.location.path}:{delete.location.span.line}"
                    return f"deleting it while it is shown ({place}) then does not take it back"
        return None

    def _may_be_chosen(self, delete: StateDelete, key: str) -> bool:
        """Whether the key may pass the tests by which a loop over session state chooses what it deletes."""
        conditions = self._keymap.app.conditions
        return where_passing(conditions, delete.condition, delete.key, key, otherwise=True) is not NEVER

    def _is_beside(self, callback: CallbackRun | None, delete: StateDelete, draw: Draw) -> bool:
        """Whether the widget can be drawn in the run of the delete, or beside what calls it, and stays there."""
        events: Sequence[Event] = [delete] if callback is None else callback.draws
        together = self._keymap.conditions.overlap
        return self._stays(delete.key, draw.condition) and any(
            together(each.condition, draw.condition) for each in events
        )

    def _stays(self, deleted: Key, shown: Condition) -> bool:
        """Whether the delete leaves what the widget is drawn for, such as the user who is logged in."""
        asked = (shown, deleted)
        if asked not in self._staying:
            left = shown
            for atom in self._keymap.hider.atoms(shown):
                keys = [origin.detail for origin in atom.origins if isinstance(origin.detail, Key)]
                is_asked = atom.predicate in ("present", "true") and keys and len(keys) == len(atom.origins)
                if is_asked and all(deleted.may_equal(key) and self._begins_without(key) for key in keys):
                    left = self._keymap.conditions.restrict(left, atom, False)
            self._staying[asked] = self._keymap.possible(left)
        return self._staying[asked]

    def _begins_without(self, key: Key) -> bool:
        """Whether nothing gives the key a value when it is missing, or a value that is as good as none."""
        if key not in self._without:
            self._without[key] = all(
                isinstance(write.value, Known) and not write.value.value
                for _, callback, write in self._keymap.events_of(self._keymap.writes, key)
                if callback is None and is_seed(self._keymap, write)
            )
        return self._without[key]
