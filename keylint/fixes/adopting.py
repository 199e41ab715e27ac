"""The call of a widget that takes over the key which has held its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.arguments import add_arguments, argument_named, argument_of, in_place_of, without_arguments
from keylint.fixes.errors import Refused
from keylint.fixes.imports import session_state
from keylint.fixes.initial_values import initial_value, is_none
from keylint.fixes.keepers import spread_argument
from keylint.fixes.statements import insert_before
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keylint.findings import Edit
    from keylint.fixes.keepers import Kept
    from keylint.fixes.tree import Tree
    from keylint.repairs import Adopt, Spread


def adopted(tree: Tree, call: cst.Call, step: Adopt, wiring: Sequence[str]) -> list[Edit]:
    """The edits of the call: its key, `persist_state`, what fed it, and the arguments `wiring`, which go."""
    given = argument_of(call, "key", step.positional)
    if given is None:
        raise Refused("its key is not written in the call")
    key = _new_key(tree, call, given.value, step)
    edits = [tree.replace(tree.start(given.value), tree.end(given.value), key)]
    gone = list(wiring)
    fed = argument_of(call, step.fed, step.positional) if step.fed is not None else None
    if step.fed is not None:
        if fed is None:
            raise Refused("its first value is not written in the call")
        if step.is_seeded:
            _require_plain(fed.value, step.fed)
            gone.append(step.fed)
        else:
            edits += list(_defaults(tree, fed.value, step))
    text = f"persist_state={text_literal(step.scope, quote_of(tree, call.args))}"
    texts = [text, "step=1"] if step.whole else [text]
    known = argument_named(call, "persist_state")
    if known is not None:
        edits.append(tree.replace(tree.start(known), tree.end(known), text))
        texts = texts[1:]
    instead = next((argument for name in gone if (argument := argument_named(call, name)) is not None), None)
    if instead is not None and instead.keyword is not None and texts:
        edits.append(tree.replace(tree.start(instead), tree.end(instead), ", ".join(texts)))
        gone.remove(instead.keyword.value)
        texts = []
    last = call.args[-1]
    if texts and any(argument_of(call, name, step.positional) is last for name in gone):
        return edits + in_place_of(tree, call, last, gone, step.positional, texts)
    edits += without_arguments(tree, call, gone, step.positional)
    return edits + (add_arguments(tree, call, texts) if texts else [])


def adopted_from_spread(tree: Tree, call: cst.Call, step: Adopt, spread: Spread, kept: Kept) -> list[Edit]:
    """The edits of a call that has got its key and its callback by `**`: it says itself what it was given there."""
    argument = spread_argument(call, tree.find(cst.Call, spread.call.span))
    texts, edits = [f"key={kept.key}"], []
    first, more = _first_value(tree, call, spread, kept)
    edits += more
    scope = f"persist_state={text_literal(step.scope, quote_of(tree, call.args))}"
    known = argument_named(call, "persist_state")
    if known is not None:
        edits.append(tree.replace(tree.start(known), tree.end(known), scope))
    texts += [*first, *([scope] if known is None else [])]
    texts += [f"{name}={code}" for name, code in kept.callback.items()]
    begin, end = tree.start(argument), tree.end(argument)
    separator = tree.newline + tree.indent_at(begin) if tree.begins_line(begin) else " "
    return [*edits, tree.replace(begin, end, f",{separator}".join(texts))]


def _first_value(tree: Tree, call: cst.Call, spread: Spread, kept: Kept) -> tuple[list[str], list[Edit]]:
    """The argument for the first value, where the widget does not begin with that anyway, and other edits for it."""
    widget = spread.widget
    if widget.is_seeded or widget.initial is None:
        return [], []
    first = kept.first or "None"
    if spread.by_state:
        state, edits = session_state(tree)
        return [], [*edits, *insert_before(tree, call, [f"{state}.setdefault({kept.key}, {first})"])]
    try:
        if initial_value(tree, call, widget)[0] == first:
            return [], []
    except Refused:
        pass  # what it begins with without one cannot be told
    given = argument_of(call, widget.initial, widget.positional)
    if first == "None" or (given is not None and not is_none(given.value)):
        raise Refused("what it begins with cannot be told")
    if widget.initial == "index":
        if spread.index is None:
            raise Refused("what it begins with cannot be told")
        first = str(spread.index)
    if given is not None:
        return [], [tree.replace(tree.start(given.value), tree.end(given.value), first)]
    return [f"{widget.initial}={first}"], []


def _new_key(tree: Tree, call: cst.Call, key: cst.BaseExpression, step: Adopt) -> str:
    if isinstance(key, cst.SimpleString):
        return text_literal(step.key, quote_of(tree, [key]))
    fed = argument_of(call, step.fed, step.positional) if step.fed is not None else None
    sources = [fed.value] if fed is not None else []
    if step.access is not None and step.access.path == tree.path:
        target = tree.find((cst.Subscript, cst.Attribute, cst.Call), step.access.span)
        statement = tree.statement_of(target)
        small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
        if isinstance(small, cst.Assign) and _function_of(tree, small) is _function_of(tree, call):
            sources.append(small.value)
    for source in sources:
        for node in (source, *_below(source)):
            if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
                return tree.source_of(node.slice[0].slice.value)
            if _is_get(node) and isinstance(node, cst.Call):
                return tree.source_of(node.args[0].value)
    raise Refused("its key is computed in the call")


def _function_of(tree: Tree, node: cst.CSTNode) -> cst.CSTNode | None:
    return next((outer for outer in tree.ancestors(node) if isinstance(outer, (cst.FunctionDef, cst.Lambda))), None)


def _require_plain(value: cst.BaseExpression, parameter: str) -> None:
    """An index is the place of the value among the options, and no other number."""
    if parameter != "index":
        return
    inner = value.body if isinstance(value, cst.IfExp) else value
    if isinstance(value, cst.IfExp) and not (isinstance(value.orelse, cst.Integer) and value.orelse.value == "0"):
        raise Refused("its index is computed in another way than by the place of the value")
    if not (isinstance(inner, cst.Call) and isinstance(inner.func, cst.Attribute) and inner.func.attr.value == "index"):
        raise Refused("its index is computed in another way than by the place of the value")


def _defaults(tree: Tree, value: cst.BaseExpression, step: Adopt) -> Iterator[Edit]:
    """The default of each `.get(key, default)` stays, as what the widget starts with."""
    found = [node for node in (value, *_below(value)) if _is_get(node)]
    if not found:
        raise Refused(f"'{step.key}' may be missing, and no `.get` says what the widget starts with then")
    for node in found:
        assert isinstance(node, cst.Call)
        default = tree.source_of(node.args[1].value) if len(node.args) > 1 else "None"
        yield tree.replace(tree.start(node), tree.end(node), default)


def _is_get(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value == "get"
        and "session_state" in cst.Module([]).code_for_node(node.func.value)
        and 1 <= len(node.args) <= 2
    )


def _below(node: cst.CSTNode) -> list[cst.CSTNode]:
    found = list(node.children)
    for each in found:
        found += each.children
    return found
