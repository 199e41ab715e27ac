"""What iterating over values, and unpacking them into arguments, gives where all of it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.domains import content_of
from keylint.run.execution.enumerations import is_enumeration, members_of
from keylint.run.execution.shared_objects import inherit
from keylint.run.extents import have_room
from keylint.run.values import ClassValue, Items, Known, Reference, Table, Value

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.machine import Machine

# Longer constant sequences are followed as one unknown item.
MOST_ITEMS = 200


def items_of(machine: Machine, value: Value) -> Items | None:
    """The items of a collection, the keys of a dict, the characters of a text, the members of an enumeration."""
    content = content_of(machine, value)
    if isinstance(content, Items) and content.complete:
        for position, element in enumerate(content.elements if isinstance(value, Reference) else ()):
            inherit(machine, value, Known(position), element)
        return content
    if isinstance(content, Table) and content.complete:
        return Items("list", tuple(key for key, _ in content.entries))
    if isinstance(content, Known) and isinstance(content.value, str) and len(content.value) <= MOST_ITEMS:
        return Items("list", tuple(Known(character) for character in content.value))
    if isinstance(content, ClassValue) and is_enumeration(content):
        return Items("list", tuple(members_of(machine, content)))
    return None


def named_entries(machine: Machine, value: Value) -> tuple[tuple[str, Value], ...]:
    """The entries of a dict whose keys are names."""
    content = content_of(machine, value)
    if not isinstance(content, Table):
        return ()
    return tuple(
        (key.value, item) for key, item in content.entries if isinstance(key, Known) and isinstance(key.value, str)
    )


def evaluate_arguments(machine: Machine, written: tuple[ex.Argument, ...]) -> Arguments:
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    spreads = False
    unseen: list[Value] = []
    for argument in written:
        value = machine.evaluate(argument.value)
        if argument.unpacking:
            content = content_of(machine, value)
            if (
                argument.unpacking == "*"
                and isinstance(content, Items)
                and content.complete
                and have_room(len(positional), len(content.elements))
            ):
                positional += content.elements
            elif argument.unpacking == "**" and isinstance(content, Table):
                keywords |= {
                    key.value: item
                    for key, item in content.entries
                    if isinstance(key, Known) and isinstance(key.value, str)
                }
                spreads = spreads or not content.complete or not all(_is_name(key) for key, _ in content.entries)
            else:
                spreads = True
                unseen.append(value)
        elif argument.keyword is not None:
            keywords[argument.keyword] = value
        else:
            positional.append(value)
    return Arguments(tuple(positional), keywords, spreads, written, tuple(unseen))


def _is_name(key: Value) -> bool:
    return isinstance(key, Known) and isinstance(key.value, str)
