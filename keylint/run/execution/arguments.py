"""Arguments of calls: evaluated once, then looked at by name and position."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.facts.expressions import Sequence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from keylint.facts import expressions as ex
    from keylint.findings import Span
    from keylint.run.values import Value


@dataclass(frozen=True)
class Arguments:
    """`spreads` says that `*x` or `**x` passed something that cannot be seen: one of `unseen`. `expressions` are the
    written arguments."""

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    spreads: bool = False
    expressions: tuple[ex.Argument, ...] = ()
    unseen: tuple[Value, ...] = ()

    def get(self, name: str, position: int | None = None) -> Value | None:
        """The argument of that name, or at that position."""
        if name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None

    def before(self, *values: Value) -> Arguments:
        return replace(self, positional=(*values, *self.positional))

    @property
    def all_values(self) -> tuple[Value, ...]:
        return (*self.positional, *self.keywords.values(), *self.unseen)

    def expression(self, name: str, position: int | None) -> ex.Expression | None:
        """The written expression that an argument comes from: its own, else that of `**x`."""
        plain = [argument.value for argument in self.expressions if not argument.keyword and not argument.unpacking]
        for argument in self.expressions:
            if argument.keyword == name:
                return argument.value
        if position is not None and 0 <= position < len(plain):
            return plain[position]
        return next((argument.value for argument in self.expressions if argument.unpacking == "**"), None)

    def unnamed_rest(self, taken: Collection[str], span: Span) -> ex.Expression:
        """The written keyword arguments that go into `**kwargs`, as one expression."""
        rest = tuple(a.value for a in self.expressions if a.unpacking == "**" or (a.keyword and a.keyword not in taken))
        return Sequence("tuple", rest, span)
