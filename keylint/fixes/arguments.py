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
    from keylint.repairs import GiveKey, RemoveArgument, SetCode, SetText


def set_text(tree: Tree, step: SetText) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    return _set(tree, call, step.parameter, text_literal(step.text, quote_of(tree, call.args)))


def set_code(tree: Tree, step: SetCode) -> list[Edit]:
    return _set(tree, tree.find(cst.Call, step.call.span), step.parameter, step.code)


def give_key(tree: Tree, step: GiveKey) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    quote = quote_of(tree, call.args)
    given = {"key": text_literal(step.key, quote), "persist_state": text_literal(step.scope, quote)}
    written = [name for name in given if argument_named(call, name) is not None]
    edits = [edit for name in written for edit in _set(tree, call, name, given[name])]
    added = [f"{name}={value}" for name, value in given.items() if name not in written]
    return edits + (add_arguments(tree, call, added) if added else [])


def _set(tree: Tree, call: cst.Call, parameter: str, value: str) -> list[Edit]:
    given = argument_named(call, parameter)
    if given is None:
        return add_arguments(tree, call, [f"{parameter}={value}"])
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


def items_of(tree: Tree, value: cst.Tuple | cst.List) -> list[str]:
    """The code of each item that a tuple or list is written with."""
    return [
        f"{'*' if isinstance(element, cst.StarredElement) else ''}{tree.code_of(element.value)}"
        for element in value.elements
    ]


def add_arguments(tree: Tree, call: cst.Call, texts: Sequence[str]) -> list[Edit]:
    """Adds keyword arguments at the end: each on a line of its own where the last one stands so."""
    if not call.args:
        opening = tree.end(call) - 1 - len(tree.code_of(call.whitespace_before_args))
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
    # A comment after the last argument stays with it.
    place = tree.line_end(after) if tree.only_comment_follows(after) else after
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
    by_position = [place for place, argument in enumerate(call.args) if argument in gone and not argument.keyword]
    for place, argument in enumerate(call.args):
        if argument in gone:
            edits += _removal(tree, call, place, gone)
        elif by_position and place > by_position[0] and argument.keyword is None and argument.star != "**":
            if argument.star or place >= len(positional):
                raise Refused("arguments are passed with `*`")
            edits.append(tree.insert(tree.start(argument), f"{positional[place]}="))
    return edits


def in_place_of(
    tree: Tree, call: cst.Call, argument: cst.Arg, gone: Sequence[str], positional: Sequence[str], texts: Sequence[str]
) -> list[Edit]:
    """Takes arguments away, `argument` among them, and puts keyword arguments where that stood, beside its comment."""
    others = [name for name in gone if argument_of(call, name, positional) is not argument]
    begin = tree.start(argument)
    separator = tree.newline + tree.indent_at(begin) if tree.begins_line(begin) else " "
    text = f",{separator}".join(texts)
    removed = [edit for edit in without_arguments(tree, call, others, positional) if tree.start_of(edit) != begin]
    return [*removed, tree.replace(begin, tree.end(argument), text)]


def has_comment(tree: Tree, argument: cst.Arg) -> bool:
    """Whether a comment stands beside an argument, after it."""
    comma = _offset_of_comma(tree, argument)
    after = tree.end(argument) if comma is None else comma + 1
    return tree.only_comment_follows(after) and "#" in tree.text[after : tree.line_end(after)]


def _removal(tree: Tree, call: cst.Call, place: int, gone: Sequence[cst.Arg]) -> list[Edit]:
    """An argument goes with what stands between it and the next one; those at the end go together."""
    argument, last = call.args[place], call.args[-1]
    if any(other not in gone for other in call.args[place + 1 :]):
        return [tree.replace(tree.start(argument), tree.start(call.args[place + 1]), "")]
    previous = call.args[place - 1] if place else None
    if previous in gone:
        return []
    comma = _offset_of_comma(tree, last)
    after = tree.end(last) if comma is None else comma + 1
    if previous is None:
        return [tree.replace(tree.start(argument), after, "")]
    if not tree.begins_line(tree.start(argument)):
        return [tree.replace(tree.end(previous), tree.end(last), "")]
    # Alone on its lines, it goes with them and with its comment; the comment of the argument before stays.
    start = tree.end_of_line_before(tree.start(argument))
    if tree.only_comment_follows(after):
        removal = tree.replace(start, tree.line_end(after), "")
    elif "#" in tree.text[tree.end(previous) : start]:
        indent = tree.indent_at(tree.start(call))
        removal = tree.replace(tree.line_start(tree.start(argument)), after, indent)
    else:
        removal = tree.replace(start, after, "")
    comma_before = _offset_of_comma(tree, previous)
    if comma is not None or comma_before is None:
        return [removal]
    return [tree.replace(comma_before, comma_before + 1, ""), removal]


def _offset_of_comma(tree: Tree, argument: cst.Arg) -> int | None:
    if not isinstance(argument.comma, cst.Comma):
        return None
    return tree.end(argument) + len(tree.code_of(argument.comma.whitespace_before))
