"""What variables, attributes and containers hold during a symbolic run, branch by branch."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from keylint.conditions.nodes import NEVER, Condition
from keylint.run.values import (
    BoundBuiltin,
    Choice,
    ClassValue,
    External,
    FunctionValue,
    Items,
    ModuleValue,
    Opaque,
    PageValue,
    Partial,
    Reference,
    Table,
    Truth,
    Value,
    value_origins,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from keylint.conditions.formulas import Conditions

# A name that can be one of more values than this is not worth telling apart.
MOST_ALTERNATIVES = 24
# What is called, or has methods, is told apart as long as a person can choose among it: the pages of an app.
MOST_CALLEES = 200
CALLEES = (FunctionValue, ClassValue, Partial, ModuleValue, PageValue, Reference)

Cell = tuple[object, ...]
Layer = dict[Cell, Value]


# What of the store is gone through as a whole: the attributes of an instance, the names of a scope.
Listing = tuple[Literal["instance", "scope"], object]


@dataclass(eq=False, slots=True)
class Reads:
    """What was read of what had been written before the branch of number `depth`: cells with their values, and
    listings with all of theirs."""

    depth: int
    cells: dict[Cell, Value | None] = field(default_factory=dict)
    listings: dict[Listing, Layer] = field(default_factory=dict)


class Store:
    """Cells and their values. A branch writes into a layer of its own; layers of exclusive branches are merged."""

    def __init__(self, conditions: Conditions, base: Layer, initial: Callable[[Cell], Value | None]) -> None:
        """`initial` gives the value of a cell that nothing has written yet, where it has one."""
        self._conditions = conditions
        self._layers: list[Layer] = [base, {}]
        self._initial = initial
        self._watching: list[Reads] = []
        # The numbers of the layers above the first that hold each cell, so that a look-up does not walk through them.
        self._holders: dict[Cell, list[int]] = {}
        # For each layer the cells of each listing, in the order in which they were first written. The lowest layer also
        # grows by what others write into it, and is looked through when it is asked for.
        self._members: list[dict[Listing, list[Cell]]] = [{}, {}]
        self._base_looked_through = 0

    def get(self, cell: Cell) -> Value | None:
        value = self.peek(cell)
        if self._watching and self._holder(cell) < self._watching[-1].depth:
            self._watching[-1].cells.setdefault(cell, value)
        return value

    def _holder(self, cell: Cell) -> int:
        """The number of the layer that holds a cell; 0 also where none does."""
        holders = self._holders.get(cell)
        return holders[-1] if holders else 0

    def peek(self, cell: Cell) -> Value | None:
        """What a cell holds, without being noted as read."""
        holders = self._holders.get(cell)
        if holders:
            return self._layers[holders[-1]][cell]
        base = self._layers[0]
        return base[cell] if cell in base else self._initial(cell)

    def watch(self) -> None:
        """Begins a branch, and from here on notes what is read of what was written before it; see `watched`."""
        self._watching.append(Reads(len(self._layers)))
        self.branch()

    def watched(self) -> tuple[Reads, Layer]:
        """What was read since `watch`, and what was written: the branch ends."""
        while len(self._layers) > self._watching[-1].depth + 1:
            self.leave_branch()
        written = self.leave_branch()
        return self._watching.pop(), written

    def note_reads(self, cells: Mapping[Cell, Value | None], listings: Iterable[Listing]) -> None:
        """Notes that these have been read, with the values that they now have."""
        if not self._watching:
            return
        reads = self._watching[-1]
        for cell, value in cells.items():
            if self._holder(cell) < reads.depth:
                reads.cells.setdefault(cell, value)
        for listing in listings:
            self._note_listing(listing)

    def _note_listing(self, listing: Listing) -> None:
        if self._watching:
            reads = self._watching[-1]
            reads.listings.setdefault(listing, self.listed(listing, reads.depth))

    def mark(self) -> tuple[int, int, Layer]:
        """Where writing and watching are, for `back_to`."""
        return len(self._layers), len(self._watching), dict(self._layers[-1])

    def back_to(self, mark: tuple[int, int, Layer]) -> None:
        """Forgets what was written since, and the watching that has begun since."""
        depth, watching, top = mark
        while len(self._layers) >= depth:
            self.leave_branch()
        del self._watching[watching:]
        self.branch()
        for cell, value in top.items():
            self.set(cell, value)

    def set(self, cell: Cell, value: Value) -> None:
        layer = self._layers[-1]
        if cell not in layer:
            self._holders.setdefault(cell, []).append(len(self._layers) - 1)
            listing = _listing_with(cell)
            if listing is not None:
                self._members[-1].setdefault(listing, []).append(cell)
        layer[cell] = value

    def attributes_of(self, identity: object) -> list[tuple[Cell, Value]]:
        """The attributes of an instance, with their present values."""
        self._note_listing(("instance", identity))
        return list(self.listed(("instance", identity)).items())

    def names_of(self, scope: int) -> list[tuple[str, Value]]:
        """The names bound in a scope, with their present values."""
        self._note_listing(("scope", scope))
        return [(str(cell[1]), value) for cell, value in self.listed(("scope", scope)).items()]

    def listed(self, listing: Listing, depth: int | None = None) -> Layer:
        """The cells of an instance, or the names of a scope, with their values; as written below that depth."""
        base = self._layers[0]
        if len(base) > self._base_looked_through:
            for cell in islice(base, self._base_looked_through, None):
                member_of = _listing_with(cell)
                if member_of is not None:
                    self._members[0].setdefault(member_of, []).append(cell)
            self._base_looked_through = len(base)
        found: Layer = {}
        for layer, members in zip(self._layers[:depth], self._members, strict=False):
            for cell in members.get(listing, ()):
                found[cell] = layer[cell]
        return found

    def begin_run(self) -> None:
        """Forgets what the run did to session state: the next run finds values that only it will know."""
        for layer in self._layers[1:]:
            for cell in [cell for cell in layer if cell[0] in ("state", "present")]:
                del layer[cell]
                self._holders.pop(cell, None)

    def forget(self, layer: Layer, scope: int) -> Layer:
        """A layer without the names of a scope that nothing can reach any more."""
        return {cell: value for cell, value in layer.items() if cell[0] != scope}

    def branch(self) -> None:
        self._layers.append({})
        self._members.append({})

    def leave_branch(self) -> Layer:
        layer = self._layers.pop()
        self._members.pop()
        for cell in layer:
            self._holders[cell].pop()
        return layer

    @property
    def depth(self) -> int:
        """How many branches are open: what `written_since` counts from."""
        return len(self._layers)

    def written_since(self, depth: int) -> Layer:
        """What has been written in the branches opened since then, for a way out of all of them at once."""
        written: Layer = {}
        for layer in self._layers[depth:]:
            written.update(layer)
        return written

    def joined(self, alternatives: list[tuple[Condition, Value]]) -> Value:
        """One value for several alternatives, of which exactly one holds."""
        value = join(self._conditions, alternatives)
        if isinstance(value, Opaque):
            self.may_be_one_of(value, (alternative for _, alternative in alternatives))
        return value

    def may_be_one_of(self, value: Value, others: Iterable[Value]) -> None:
        """Notes which lists, sets, dicts and objects an unknown value may be, itself or in turn, or be a method of."""
        found: dict[Reference, None] = {}
        pending = list(others)
        for other in pending:
            if isinstance(other, Choice):
                pending += (inner for _, inner in other.alternatives)
            elif isinstance(other, BoundBuiltin):
                pending.append(other.base)
            found |= dict.fromkeys((other,) if isinstance(other, Reference) else self.candidates(other))
        if found and isinstance(value, Opaque):
            self.set(("one of", value.identity), Items("tuple", tuple(found)))

    def candidates(self, value: Value) -> tuple[Reference, ...]:
        """What `may_be_one_of` has noted."""
        noted = self.get(("one of", value.identity)) if isinstance(value, Opaque) else None
        elements = noted.elements if isinstance(noted, Items) else ()
        return tuple(element for element in elements if isinstance(element, Reference))

    def merge(self, arms: list[tuple[Condition, Layer]]) -> None:
        """Takes over what exclusive arms wrote; `condition` tells the runs of an arm from those of the others."""
        arms = [(condition, layer) for condition, layer in arms if condition is not NEVER]
        if len(arms) == 1:
            for cell, value in arms[0][1].items():
                self.set(cell, value)
            return
        writers: dict[Cell, list[int]] = {}
        for number, (_, layer) in enumerate(arms):
            for cell in layer:
                writers.setdefault(cell, []).append(number)
        for cell, numbers in writers.items():
            before = self.get(cell)
            values = self._alternatives(arms, cell, numbers, before)
            known = [(condition, value) for condition, value in values if value is not None]
            if known:
                self.set(cell, self.joined(known))
                if cell[0] == "content":
                    self._note_choice(cell[1], known)

    def _note_choice(self, collection: object, contents: list[tuple[Condition, Value]]) -> None:
        """Notes what decides which items a collection has, of which what it holds from here on says nothing."""
        if all(content == contents[0][1] for _, content in contents):
            return
        cell = ("chosen", collection)
        before = self.get(cell)
        chosen = before.elements if isinstance(before, Items) else ()
        if len(chosen) < MOST_ALTERNATIVES:
            self.set(cell, Items("tuple", (*chosen, Choice(tuple(contents))), complete=False))

    def _alternatives(
        self, arms: list[tuple[Condition, Layer]], cell: Cell, writers: list[int], before: Value | None
    ) -> list[tuple[Condition, Value | None]]:
        """What a cell holds after exclusive arms; of very many, those that left it alone are one: nearly all."""
        if len(arms) <= MOST_ALTERNATIVES:
            return [(condition, layer.get(cell, before)) for condition, layer in arms]
        values: list[tuple[Condition, Value | None]] = [(arms[one][0], arms[one][1][cell]) for one in writers]
        others = self._conditions.any_of(condition for condition, _ in values).negation
        first = next((place for place, one in enumerate(writers) if place != one), len(writers))
        values.insert(first, (others, before))
        return values


def _listing_with(cell: Cell) -> Listing | None:
    """The listing that a cell belongs to, if any."""
    owner = cell[0]
    if owner == "instance":
        return ("instance", cell[1])
    return ("scope", owner) if isinstance(owner, int) and isinstance(cell[1], str) else None


def join(conditions: Conditions, alternatives: list[tuple[Condition, Value]]) -> Value:
    """One value for several alternatives, of which exactly one holds; equal ones become one."""
    if all(value == alternatives[0][1] for _, value in alternatives):
        return alternatives[0][1]
    if all(isinstance(value, Truth) for _, value in alternatives):
        return _joined_truth(conditions, alternatives)
    merged: dict[Value, Condition] = {}
    for condition, value in alternatives:
        inner = value.alternatives if isinstance(value, Choice) else ((condition, value),)
        for inner_condition, inner_value in inner:
            both = conditions.both(condition, inner_condition) if isinstance(value, Choice) else condition
            if both is not NEVER:
                merged[inner_value] = conditions.either(merged.get(inner_value, NEVER), both)
    if len(merged) == 1:
        return next(iter(merged))
    is_dispatch = all(isinstance(value, (*CALLEES, External)) for value in merged)
    most = MOST_CALLEES if is_dispatch else MOST_ALTERNATIVES
    grown = _grown_collection(conditions, merged) if merged else None
    if grown is not None:
        return grown
    if not merged or len(merged) > most:
        return _one_of_many(conditions, merged)
    return Choice(tuple((condition, value) for value, condition in merged.items()))


def _joined_truth(conditions: Conditions, alternatives: list[tuple[Condition, Value]]) -> Value:
    """The truth of whichever test is made."""
    truths = [(condition, value) for condition, value in alternatives if isinstance(value, Truth)]
    holds = conditions.any_of(conditions.both(condition, truth.condition) for condition, truth in truths)
    return Truth(holds, frozenset().union(*(truth.origins for _, truth in truths)))


def _one_of_many(conditions: Conditions, merged: dict[Value, Condition]) -> Value:
    """Alternatives that are not worth telling apart: one unknown value with the origins of all."""
    origins = frozenset(origin for value in merged for origin in value_origins(value))
    return Opaque(conditions.identity("one of many", *merged.items()), origins, "one of many values")


def _grown_collection(conditions: Conditions, merged: dict[Value, Condition]) -> Value | None:
    """Collections that differ only in what was added in some arms: the longest, complete when none is open. Of dicts
    also the values may differ."""
    values = list(merged)
    longest = max(values, key=size_of)
    if isinstance(longest, Items) and all(
        isinstance(value, Items)
        and value.kind == longest.kind
        and longest.elements[: len(value.elements)] == value.elements
        for value in values
    ):
        return Items(
            longest.kind, longest.elements, all(isinstance(value, Items) and value.complete for value in values)
        )
    if isinstance(longest, Table) and all(
        isinstance(value, Table) and _keys(longest)[: len(value.entries)] == _keys(value) for value in values
    ):
        return _merged_tables(conditions, longest, merged)
    return None


def _keys(table: Table) -> tuple[Value, ...]:
    return tuple(key for key, _ in table.entries)


def _merged_tables(conditions: Conditions, longest: Table, merged: dict[Value, Condition]) -> Table:
    """One dict for several, of which the others have some of the keys of the longest."""
    tables = [(condition, value) for value, condition in merged.items() if isinstance(value, Table)]
    entries = []
    for position, key in enumerate(_keys(longest)):
        values = [(c, table.entries[position][1]) for c, table in tables if position < len(table.entries)]
        entries.append((key, join(conditions, values)))
    return Table(tuple(entries), all(table.complete for _, table in tables))


def size_of(value: Value) -> int:
    """How many items or entries a content is known to have; -1 for what is none."""
    if isinstance(value, Items):
        return len(value.elements)
    return len(value.entries) if isinstance(value, Table) else -1
