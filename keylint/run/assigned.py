"""Which attributes the code of a file assigns, on whatever object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st

if TYPE_CHECKING:
    from collections.abc import Iterator

# They run once for each object: what they assign are first values.
_CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__new__"})

# Stands for every name.
ANY = "*"


def assigned_attributes(block: st.Block) -> Iterator[str]:
    """The names of attributes that statements below a block assign; `*` where `setattr` takes a name that is
    computed."""
    for statement in block:
        if isinstance(statement, st.Function) and statement.name in _CONSTRUCTORS:
            continue
        match statement:
            case st.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _attribute_names(target)
                if isinstance(value, ex.Call) and any(isinstance(one, (ex.Attribute, ex.Subscript)) for one in targets):
                    yield from _given_names(value)
            case st.AugmentedAssign(target=target) | st.For(target=target):
                yield from _attribute_names(target)
            case st.Evaluate(value=ex.Call(function=ex.Name(identifier="setattr"), arguments=arguments)):
                name = arguments[1].value if len(arguments) > 1 else None
                yield str(name.value) if isinstance(name, ex.Constant) else ANY
        for part in ("body", "otherwise", "final"):
            yield from assigned_attributes(getattr(statement, part, ()))
        for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from assigned_attributes(inner.body)


def _given_names(call: ex.Call) -> Iterator[str]:
    """The attributes that another object has, in the place of one that is kept: `state.trip = Trip(city=city)`."""
    for argument in call.arguments:
        if argument.keyword is not None and not isinstance(argument.value, ex.Constant):
            yield argument.keyword


def _attribute_names(target: ex.Expression) -> Iterator[str]:
    match target:
        case ex.Attribute(attribute=attribute):
            yield attribute
        case ex.Sequence(items=items):
            for item in items:
                yield from _attribute_names(item)
