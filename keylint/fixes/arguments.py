"""Arguments of a call: adding, changing, taking away, in the way the call is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import RemoveArgument, SetText


def set_text(tree: Tree, step: SetText) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    value = text_literal(step.text, quote_of(tree, call.args))
    given = argument_named(call, step.parameter)
    if given is None:
        return add_arguments(tree, call, [f"{step.parameter}={value}"])
    return [tree.replace(tree.start(given.value), tree.end(given.value), value)]


def remove_argument(tree: Tree, step: RemoveArgument) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    return without_arguments(tree, call, [step.parameter], step.positional)


def argument_named(call: cst.Call, name: str) -> cst.Arg | None:
    return next((argument for argument in call.args if argument.keyword and argument.keyword.value == name), None)


def argument_of(call: cst.Call, name: str, positional: Sequence[str]) -> cst.Arg | None:
    """The argument for a parameter, by keyword or by position. Raises Refused when a `*` hides which one it is."""
    given = argument_named(call, name)
    if given is not None or name not in positional:
        return given
    for place, argument in enumerate(call.args):
        if argument.star == "*":
            raise Refused("arguments are passed with `*`")
        if argument.keyword is None and not argument.star and place == positional.index(name):
            return argument
    return None


def add_arguments(tree: Tree, call: cst.Call, texts: Sequence[str]) -> list[Edit]:
    """Adds keyword arguments at the end: each on a line of its own where the last one stands so."""
    if not call.args:
        opening = tree.start(call) + tree.source_of(call).rindex("(") + 1
        return [tree.insert(opening, ", ".join(texts))]
    last = call.args[-1]
    begin, end = tree.start(last), tree.end(last)
    comma = _offset_of_comma(tree, last)
    after = end if comma is None else comma + 1
    if not tree.begins_line(begin):
        if comma is None:
            return [tree.insert(end, "".join(f", {text}" for text in texts))]
        return [tree.insert(after, "".join(f" {text}," for text in texts))]
    separator = tree.newline + tree.indent_at(begin)
    rest = tree.text[after : tree.line_end(after)]
    # A comment after the last argument stays with it.
    place = tree.line_end(after) if not rest.strip() or rest.lstrip().startswith("#") else after
    if comma is not None:
        return [tree.insert(place, "".join(f"{separator}{text}," for text in texts))]
    added = "".join(f"{separator}{text}," for text in texts).removesuffix(",")
    if place == end:
        return [tree.insert(end, f",{added}")]
    return [tree.insert(end, ","), tree.insert(place, added)]


def without_arguments(tree: Tree, call: cst.Call, names: Sequence[str], positional: Sequence[str]) -> list[Edit]:
    """Takes arguments away; those that follow one by position are named, so that they keep their meaning."""
    gone = [argument for name in names if (argument := argument_of(call, name, positional)) is not None]
    if any(argument.star for argument in gone):
        raise Refused("arguments are passed with `*`")
    edits: list[Edit] = []
    first_by_position = min((place for place, argument in enumerate(call.args) if argument in gone), default=None)
    for place, argument in enumerate(call.args):
        if argument in gone:
            edits.append(_removal(tree, call, place, gone))
        elif first_by_position is not None and place > first_by_position and argument.keyword is None:
            if argument.star or place >= len(positional):
                raise Refused("arguments are passed with `*`")
            edits.append(tree.insert(tree.start(argument), f"{positional[place]}="))
    return edits


def in_place_of_last(
    tree: Tree, call: cst.Call, gone: Sequence[str], positional: Sequence[str], texts: Sequence[str]
) -> list[Edit]:
    """Takes arguments away, the last one among them, and puts keyword arguments where that stood."""
    last = call.args[-1]
    others = [name for name in gone if argument_of(call, name, positional) is not last]
    separator = tree.newline + tree.indent_at(tree.start(last)) if tree.begins_line(tree.start(last)) else " "
    text = f",{separator}".join(texts)
    return [
        *without_arguments(tree, call, others, positional),
        tree.replace(tree.start(last), tree.end(last), text),
    ]


def _removal(tree: Tree, call: cst.Call, place: int, gone: Sequence[cst.Arg]) -> Edit:
    """An argument goes with what stands between it and the next one, or, at the end, the one before."""
    argument = call.args[place]
    following = next((other for other in call.args[place + 1 :] if other not in gone), None)
    if following is not None:
        until = call.args[place + 1]
        return tree.replace(tree.start(argument), tree.start(until), "")
    before = next((other for other in reversed(call.args[:place]) if other not in gone), None)
    end = tree.end(argument)
    if before is None:
        comma = _offset_of_comma(tree, argument)
        return tree.replace(tree.start(argument), end if comma is None else comma + 1, "")
    previous = call.args[place - 1]
    return tree.replace(tree.end(previous), end, "")


def _offset_of_comma(tree: Tree, argument: cst.Arg) -> int | None:
    if not isinstance(argument.comma, cst.Comma):
        return None
    written = cst.Module([]).code_for_node(argument.comma.whitespace_before)
    return tree.end(argument) + len(written)
