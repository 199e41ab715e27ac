"""The calls of a cluster's widgets, with what of their parameters depends on the cluster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from keylint.clockwork import Keeping, Widget
from keylint.conditions.values import only
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.values import NONE, Known, in_order, value_origins
from keylint.stories.clusters import origins_of_first_value
from keylint.stories.tokens import Whatever
from keylint.streamlit.commands import COMPONENT, command_at
from keylint.streamlit.defaults import is_as_if_absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.values import ValueSet
    from keylint.facts.expressions import Scalar
    from keylint.run.callbacks import CallbackRun
    from keylint.run.trace import Draw
    from keylint.run.values import Choice, Origin, Value
    from keylint.stories.clusters import Cluster
    from keylint.stories.tokens import Edit, Token
    from keylint.streamlit.versions import Version

# Counts as false, and is not None: an empty list.
_NO_FILES = ""
_KEEPING = {"page": Keeping.PAGE, "session": Keeping.SESSION}


@dataclass(frozen=True, slots=True)
class Moving:
    """A value that depends on the cells of the cluster, and so on the run."""

    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    """`widget` is what the call draws but for what moves: its first value, and some parameters. `counts` says that a
    number as the first value is the position of an option."""

    widget: Widget
    first: Token | Moving
    moving: tuple[tuple[str, Moving], ...]
    counts: bool


class Calls:
    """The calls of one cluster."""

    def __init__(self, cluster: Cluster, conditions: Conditions, version: Version) -> None:
        self.cluster = cluster
        self.conditions = conditions
        self._version = version
        self._known: dict[int, Call] = {}
        self._cells_in: dict[int, tuple[Value, tuple[tuple[str, str], ...]]] = {}
        self._carried_by: dict[int, tuple[Value, tuple[Draw, ...]]] = {}
        # What the choices of the search go by, by their identity, with themselves.
        self.asked_for: dict[int, tuple[Choice, tuple[str, ...]]] = {}
        self.terms = cluster.effects.terms

    def chosen_by(self, edit: Edit) -> ValueSet | None:
        """What an edit of the protagonist can be: one of its options, and not what was there; None where the options
        are not known."""
        return only(self.options - {edit.instead_of}) if self.options else None

    @cached_property
    def options(self) -> frozenset[Scalar]:
        """The options of the protagonist, of which it holds one; none where they are not all known."""
        known = [draw.options for draw in self.cluster.draws if draw.holds_several is False]
        if len(known) < len(self.cluster.draws) or None in known:
            return frozenset()
        return frozenset(option for options in known if options is not None for option in options)

    def call(self, draw: Draw) -> Call:
        known = self._known.get(id(draw))  # the hash of an event is that of all its parts
        if known is None:
            known = self._known[id(draw)] = self._call(draw)
        return known

    def cells_in(self, value: Value) -> tuple[tuple[str, str], ...]:
        """The cells of the cluster that a value comes from, with how it does, in order."""
        known = self._cells_in.get(id(value))
        if known is None or known[0] is not value:
            cells = self.cluster.cells
            keys = [(o.kind, o.detail) for o in in_order(value_origins(value)) if isinstance(o.detail, Key)]
            # Of an object of which a part is meant, the rest says nothing.
            roots = {key.root for _, key in keys if isinstance(key, Cell) and key.text in cells}
            found = tuple((kind, key.text) for kind, key in keys if key.text in cells and key not in roots)
            known = self._cells_in[id(value)] = value, found
        return known[1]

    def feeding(self) -> Iterator[str]:
        """The cells, beside its own, that the widget's first value comes from."""
        for draw in self.cluster.draws:
            first = self.call(draw).first
            if isinstance(first, Moving):
                yield from (cell for kind, cell in self.cells_in(first.value) if kind == "state")

    def carried_by(self, value: Value) -> tuple[Draw, ...]:
        """The widgets without a key that a value comes from and that begin with what the cells hold: with another first
        value each is another widget, so what it gives is that."""
        known = self._carried_by.get(id(value))
        if known is None or known[0] is not value:
            known = self._carried_by[id(value)] = value, tuple(self._carrying(value_origins(value)))
        return known[1]

    def _carrying(self, origins: frozenset[Origin]) -> Iterator[Draw]:
        for draw in self.cluster.effects.without_key_among(origins):
            if self._is_in_cluster(origins_of_first_value(draw, self._version)):
                yield draw

    def _call(self, draw: Draw) -> Call:
        command = command_at(draw.command, self._version) or COMPONENT
        first = self._first(draw, command.initial_parameter)
        parameters: list[tuple[str, Token]] = []
        moving: list[tuple[str, Moving]] = []
        for name in sorted(draw.parameters):
            if name == command.initial_parameter or not command.identifies(name, keyed=draw.key is not None):
                continue
            value = draw.parameters[name]
            parameters.append((name, self._token(value)))
            if self._moves(draw.parameter_origins.get(name, frozenset())):
                moving.append((name, Moving(value)))
        key = draw.key.text if draw.key is not None else None
        widget = Widget(
            site=key or draw.site,
            key=key,
            default=None if isinstance(first, Moving) else first,
            command=draw.command,
            parameters=tuple(parameters),
            keeping=_keeping(draw),
            callback=self._callback(draw),
            form=draw.context.form,
            fragment=draw.context.fragment or draw.context.dialog,
            frame=draw.context.in_frame,
        )
        return Call(widget, first, tuple(moving), command.initial_parameter == "index")

    def _first(self, draw: Draw, initial: str | None) -> Token | Moving:
        if draw.kind == "file":
            several = draw.parameters.get("accept_multiple_files", Known(False))
            return None if several == Known(False) else _NO_FILES
        given = draw.parameters.get(initial) if initial is not None else None
        if initial == "index" and (given is None or isinstance(given, Known)):
            position = 0 if given is None else given.value
            if isinstance(position, int) and (draw.options or given is not None):
                return option_at(draw, position)
        if given is None or (isinstance(given, Known) and is_as_if_absent(draw.command, given.value)):
            if given is not None and given.value is None:
                return None
            known = draw.traits.begins_with
            return Whatever("first value") if known is None else known
        if initial is not None and self._moves(draw.parameter_origins.get(initial, frozenset())):
            return Moving(given)
        return self._token(given)

    def _token(self, value: Value) -> Token:
        return value.value if isinstance(value, Known) else self.terms.of(self.conditions.identity("fixed", value))

    def _moves(self, origins: frozenset[Origin]) -> bool:
        return self._is_in_cluster(origins) or any(True for _ in self._carrying(origins))

    def _is_in_cluster(self, origins: frozenset[Origin]) -> bool:
        return any(isinstance(o.detail, Key) and o.detail.text in self.cluster.cells for o in origins)

    def _callback(self, draw: Draw) -> CallbackRun | None:
        return next(
            (callback for callback in self.cluster.callbacks if any(one is draw for one in callback.draws)), None
        )


def option_at(draw: Draw, position: int) -> Token:
    """The option at a position; one of options that are not known is some value."""
    options = draw.options or ()
    return options[position] if -len(options) <= position < len(options) else Whatever(("index", position))


def _keeping(draw: Draw) -> Keeping | None:
    """What the call says of keeping. A value that Streamlit does not take says that it is to be kept."""
    given = draw.parameters.get("persist_state", NONE)
    if given != NONE:
        return _KEEPING.get(str(given.value), Keeping.SESSION) if isinstance(given, Known) else Keeping.SESSION
    return Keeping.QUERY if draw.parameters.get("bind", NONE) != NONE else None
