"""The key map of an app: per key and page, who draws it and when, who reads, writes and deletes it, and what keeps it.

Every rule is a question to this map.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from keylint.app.asking import Asking
from keylint.app.by_key import ByKey
from keylint.app.hiding import Hider, Hiding
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.trace import Atom, Draw, Event, StateDelete, StateRead, StateWrite, Trace, Use
from keylint.run.values import Choice, Known, StateValue, Value, in_order
from keylint.stories import Stories
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from keylint.conditions.nodes import Condition
    from keylint.findings import Location
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import App, PageRun
    from keylint.run.trace import AtomKind, Predicate
    from keylint.run.values import Origin
    from keylint.settings import FixHelper
    from keylint.streamlit.data import CommandKind

SomeEvent = TypeVar("SomeEvent", bound=Event)
Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Widget:
    """One key on one page: the draws that share it, and when the page runs without them."""

    key: str
    page: PageRun
    draws: tuple[Draw, ...]
    _hider: Hider

    @cached_property
    def hiding(self) -> Hiding:
        return self._hider.hiding_of(self.page, self.draws)

    @property
    def first(self) -> Draw:
        return self.draws[0]

    @property
    def name(self) -> str:
        """What to call it in a sentence: its key; without one its label, else the command."""
        first = self.first
        if first.key is not None and not first.key.is_unkeyed:
            return f"'{self.key}'"
        return f"'{first.label}'" if first.label else f"this {first.command}"

    @property
    def kind(self) -> CommandKind:
        return self.first.kind

    @property
    def command(self) -> str:
        return self.first.command

    @property
    def in_frame(self) -> bool:
        """Drawn by the st.navigation entrypoint itself, around every page."""
        return self.first.context.in_frame


class KeyMap:
    """What the runs of an app add up to. Everything is computed when it is first asked for.


    `run_all_keyed` runs the app once more, as if every input had a key; None where nobody wants to know.
    """

    def __init__(
        self,
        app: App,
        fix_strategy: str = "auto",
        fix_helper: FixHelper | None = None,
        run_all_keyed: Callable[[], App] | None = None,
    ) -> None:
        self.app = app
        self.fix_strategy = fix_strategy
        self.fix_helper = fix_helper
        self._run_all_keyed = run_all_keyed
        self.conditions = Asking(app.conditions, app.questions)
        self.target = app.target
        self.versions = app.versions
        self.hider = Hider(self.conditions, self.kind_of)
        self.stories = Stories(app)
        self.left_open: dict[Location, str] = {}
        self._made: dict[object, Any] = {}
        self._patterns: dict[int, list[str]] = {}
        self._by_shape: dict[int, list[tuple[Key, list[Any]]]] = {}
        self._value_draws: dict[PageRun, tuple[Draw, ...]] = {}
        self._draws_alike: dict[PageRun, ByKey[Draw]] = {}
        self._kinds: dict[tuple[frozenset[Origin], Predicate], AtomKind] = {}

    def leave_open(self, place: Location, question: str) -> None:
        """Notes a question about a place that is given up, whichever finding it would have been for."""
        self.left_open.setdefault(place, question)

    def about(self, question: Callable[[KeyMap], Made]) -> Made:
        """What `question` makes of the map, made once."""
        if question not in self._made:
            self._made[question] = question(self)
        made: Made = self._made[question]
        return made

    @cached_property
    def all_keyed(self) -> KeyMap | None:
        """The key map of the app as it would be if every input had a key; None where nobody wants to know."""
        return KeyMap(self._run_all_keyed()) if self._run_all_keyed is not None else None

    # -- events --------------------------------------------------------------------------------------------------

    def traces(self, page: PageRun) -> Iterator[tuple[CallbackRun | None, Trace]]:
        """The page's own run, and those of its callbacks."""
        yield None, page.trace
        for callback in page.callbacks:
            yield callback, callback.trace

    @cached_property
    def writes(self) -> dict[str, list[tuple[PageRun, CallbackRun | None, StateWrite]]]:
        """Every write by the text of its key."""
        return self._by_key(StateWrite)

    @cached_property
    def reads(self) -> dict[str, list[tuple[PageRun, CallbackRun | None, StateRead]]]:
        """Every read whose value is wanted, by the text of its key: what only keeps or copies the key is left out."""
        found: dict[str, list[tuple[PageRun, CallbackRun | None, StateRead]]] = defaultdict(list)
        for page in self.app.pages:
            for callback, trace in self.traces(page):
                for event in trace.events:
                    if isinstance(event, StateRead) and not _only_keeps(trace, event):
                        found[event.key.text].append((page, callback, event))
        return found

    @cached_property
    def deletes(self) -> dict[str, list[tuple[PageRun, CallbackRun | None, StateDelete]]]:
        return self._by_key(StateDelete)

    def _by_key(self, kind: type[SomeEvent]) -> dict[str, list[tuple[PageRun, CallbackRun | None, SomeEvent]]]:
        found: dict[str, list[tuple[PageRun, CallbackRun | None, SomeEvent]]] = defaultdict(list)
        for page in self.app.pages:
            for callback, trace in self.traces(page):
                for event in trace.events:
                    if isinstance(event, kind):
                        key = getattr(event, "key", None)
                        if isinstance(key, Key):
                            found[key.text].append((page, callback, event))
        return found

    def events_of(
        self, table: dict[str, list[tuple[PageRun, CallbackRun | None, SomeEvent]]], key: Key
    ) -> list[tuple[PageRun, CallbackRun | None, SomeEvent]]:
        """The events about a key: its own text, and patterns of which some part is known that may mean it."""
        found = list(table.get(key.text, ()))
        if key.is_telling:
            for own, entries in self._about_one_shape(table):
                if own.text != key.text and (own.holes or key.holes) and own.may_equal(key):
                    found += entries
        return found

    def _about_one_shape(self, table: dict[str, list[Any]]) -> list[tuple[Key, list[Any]]]:
        """The events of one of the tables above, together where the same keys may be meant, each with one of theirs."""
        known = self._by_shape.get(id(table))
        if known is None:
            alike: dict[Hashable, tuple[Key, list[Any]]] = {}
            for entries in table.values():
                for entry in entries:
                    own: Key = entry[2].key
                    alike.setdefault(own.shape, (own, []))[1].append(entry)
            known = self._by_shape[id(table)] = [group for group in alike.values() if group[0].is_telling]
        return known

    def _patterns_in(self, table: Mapping[str, object]) -> list[str]:
        """The texts in one of the tables above that stand for many keys."""
        known = self._patterns.get(id(table))
        if known is None:
            known = self._patterns[id(table)] = [text for text in table if "*" in text]
        return known

    # -- atoms ---------------------------------------------------------------------------------------------------

    @cached_property
    def widget_keys(self) -> frozenset[str]:
        return frozenset(
            event.key.text
            for page in self.app.pages
            for event in page.trace.events
            if isinstance(event, Draw) and event.key is not None and event.kind in WIDGET_KINDS
        )

    @cached_property
    def _trigger_keys(self) -> frozenset[str]:
        """Keys that buttons alone own: true for one run."""
        kinds: dict[str, set[CommandKind]] = defaultdict(set)
        for page in self.app.pages:
            for draw in self.keyed_draws(page):
                if draw.key is not None:
                    kinds[draw.key.text].add(draw.kind)
        return frozenset(text for text, owners in kinds.items() if owners <= {"trigger"})

    @cached_property
    def _constant_keys(self) -> frozenset[str]:
        """State keys that the app only ever gives one constant: tests of them cannot flip."""
        values: dict[str, set[object]] = defaultdict(set)
        for text, entries in self.writes.items():
            for _, _, write in entries:
                values[text].add(write.value.value if isinstance(write.value, Known) else object())
        touched = {text for text in self.writes if "*" in text}
        if any(not text.strip("*") for text in touched):
            return frozenset()
        return frozenset(text for text, given in values.items() if len(given) == 1 and text not in self.widget_keys)

    def _is_constant(self, key: Key) -> bool:
        """Whether the app only ever gives the key one value, or the part of an object none but its first."""
        if isinstance(key, Cell):
            return key.text not in self.writes and not any(
                isinstance(write.key, Cell) and write.key.may_equal(key)
                for text in self._patterns_in(self.writes)
                for _, _, write in self.writes[text]
            )
        return key.text in self._constant_keys

    def kind_of(self, atom: Atom) -> AtomKind:
        """What can flip a test, knowing the whole app: a state key that a widget owns is the user's."""
        if atom.kind != "state":
            return atom.kind
        known = self._kinds.get((atom.origins, atom.predicate))
        if known is None:
            known = self._kinds[atom.origins, atom.predicate] = self._kind_of_state(atom)
        return known

    def _kind_of_state(self, atom: Atom) -> AtomKind:
        keys = [origin.detail for origin in atom.origins if origin.kind == "state" and isinstance(origin.detail, Key)]
        if any(key.text in self.widget_keys for key in keys):
            if atom.predicate == "present":
                return "state"
            return "trigger" if all(key.text in self._trigger_keys for key in keys) else "widget"
        if keys and all(self._is_constant(key) for key in keys):
            return "environment"
        return "state"

    # -- widgets -------------------------------------------------------------------------------------------------

    @cached_property
    def widgets(self) -> tuple[Widget, ...]:
        """Every keyed widget of every page."""
        found = []
        for page in self.app.pages:
            for key, draws in self.draws_by_key(page).items():
                found.append(Widget(key, page, tuple(draws), self.hider))
        return tuple(found)

    def draws_by_key(self, page: PageRun) -> dict[str, list[Draw]]:
        """The draws of keyed widgets of a page, by the text of the key. Keys of which nothing is known are left out."""
        table: dict[str, list[Draw]] = {}
        for draw in self.keyed_draws(page):
            if draw.key is not None and not draw.key.is_unknown:
                table.setdefault(draw.key.text, []).append(draw)
        return table

    def value_draws(self, page: PageRun) -> tuple[Draw, ...]:
        """The draws of widgets that the user can give a value, keyed or not."""
        known = self._value_draws.get(page)
        if known is None:
            found = (draw for draw in page.trace.draws() if draw.kind in WIDGET_KINDS)
            known = self._value_draws[page] = tuple(found)
        return known

    def keyed_draws(self, page: PageRun) -> Iterator[Draw]:
        return (draw for draw in self.value_draws(page) if draw.key is not None)

    def draws_alike(self, page: PageRun, key: Key) -> list[Draw]:
        """Those whose key has the same text: all whose key must equal this one are among them."""
        known = self._draws_alike.get(page)
        if known is None:
            pairs = ((draw.key, draw) for draw in self.value_draws(page) if draw.key is not None)
            known = self._draws_alike[page] = ByKey(pairs)
        return known.alike(key)

    def widgets_of(self, key: str) -> list[Widget]:
        return self._widgets_by_key.get(key, [])

    @cached_property
    def _widgets_by_key(self) -> dict[str, list[Widget]]:
        table: dict[str, list[Widget]] = defaultdict(list)
        for widget in self.widgets:
            table[widget.key].append(widget)
        return table

    def keys_drawn_at(self, call: Location) -> tuple[str, ...]:
        """The keys that a widget call draws: several in a helper, or in a loop."""
        return tuple(self._keys_by_call.get(call, ()))

    @cached_property
    def _keys_by_call(self) -> dict[Location, dict[str, None]]:
        table: dict[Location, dict[str, None]] = defaultdict(dict)
        for widget in self.widgets:
            for draw in widget.draws:
                table[draw.location][widget.key] = None
        return table

    # -- uses ----------------------------------------------------------------------------------------------------

    @cached_property
    def _uses(self) -> dict[object, list[tuple[PageRun, CallbackRun | None, Use]]]:
        table: dict[object, list[tuple[PageRun, CallbackRun | None, Use]]] = defaultdict(list)
        for page in self.app.pages:
            for callback, trace in self.traces(page):
                for event in trace.events:
                    if isinstance(event, Use):
                        for detail in dict.fromkeys(_owner(origin) for origin in in_order(event.origins)):
                            table[detail].append((page, callback, event))
        return table

    def uses_of(self, widget: Widget) -> list[tuple[PageRun, CallbackRun | None, Use]]:
        """Where the widget's value goes: through its result, or through its key."""
        return self._uses.get(widget.key, [])

    def uses_of_key(self, text: str) -> list[tuple[PageRun, CallbackRun | None, Use]]:
        """Where the value under a key goes."""
        return self._uses.get(text, [])

    def uses_of_every_key(self) -> list[tuple[PageRun, CallbackRun | None, Use]]:
        """Where the values of a loop over all keys of session state go."""
        return self._uses.get("*", [])

    def uses_of_draw(self, draw: Draw) -> list[tuple[PageRun, CallbackRun | None, Use]]:
        """Where the value of one call goes, keyed or not."""
        return self._uses.get(draw.site if draw.key is None else draw.key.text, [])

    def possible(self, condition: Condition) -> bool:
        """Whether some run meets the condition."""
        return self.conditions.possible(condition)


def _owner(origin: Origin) -> object:
    return origin.detail.text if isinstance(origin.detail, Key) else origin.detail


def _only_keeps(trace: Trace, read: StateRead) -> bool:
    """Whether the read's value is at once assigned to the same key (a keep-alive), or the read is an `x in` in
    disguise."""
    following = trace.events[read.order + 1] if read.order + 1 < len(trace.events) else None
    return isinstance(following, StateWrite) and same_state(following.value, read.key) and following.key == read.key


def state_keys(value: Value) -> Iterator[Key]:
    """The keys under which session state holds the value, or what it may be."""
    if isinstance(value, Choice):
        for _, alternative in value.alternatives:
            yield from state_keys(alternative)
    elif isinstance(value, StateValue):
        yield value.key


def same_state(value: Value, key: Key) -> bool:
    """Whether a value is what session state holds under `key`, or a choice that includes it."""
    if isinstance(value, Choice):
        return any(same_state(alternative, key) for _, alternative in value.alternatives)
    return isinstance(value, StateValue) and value.key == key
