"""Callbacks: passing a function that was called by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import PassCallback


def pass_callback(tree: Tree, step: PassCallback) -> list[Edit]:
    """`on_change=save(1, unit="m")` becomes `on_change=save, args=(1,), kwargs={"unit": "m"}`."""
    called = tree.find(cst.Call, step.called.span)
    argument = tree.parent(called)
    widget = tree.parent(argument)
    if not isinstance(argument, cst.Arg) or not isinstance(widget, cst.Call) or argument.keyword is None:
        raise Refused("the call is not written where the callback is passed")
    given = {other.keyword.value for other in widget.args if other.keyword}
    if called.args and given & {"args", "kwargs"}:
        raise Refused("the widget already passes arguments to its callback")
    if any(inner.star for inner in called.args):
        raise Refused("arguments are passed with `*`")
    positional = [tree.code_of(inner.value) for inner in called.args if inner.keyword is None]
    named = [f'"{inner.keyword.value}": {tree.code_of(inner.value)}' for inner in called.args if inner.keyword]
    text = tree.source_of(called.func)
    if positional:
        text += f", args=({', '.join(positional)}{',' if len(positional) == 1 else ''})"
    if named:
        text += f", kwargs={{{', '.join(named)}}}"
    return [tree.replace(tree.start(called), tree.end(called), text)]
