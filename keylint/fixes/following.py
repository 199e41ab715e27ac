"""A widget that follows what it is given: the callbacks that change that assign the widget's key too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.arguments import argument_of
from keylint.fixes.errors import Refused
from keylint.fixes.guards import key_and_state
from keylint.fixes.initial_values import initial_value
from keylint.fixes.statements import insert_after
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import Follow


def follow(widgets: Tree, callbacks: Tree, step: Follow) -> list[Edit]:
    """The assignment after the one at `step.write`, in `callbacks`; `widgets` is the file with the widget's call."""
    call = widgets.find(cst.Call, step.widget.call.span)
    given = _access(call, step)
    first, imports = initial_value(widgets, call, step.widget)
    wanted = widgets.source_of(given)
    # What the widget makes of it may be said with names that the callback does not know.
    if imports or first not in (wanted, *(f"{kind}({wanted})" for kind in ("bool", "str", "list"))):
        raise Refused("what it is given is computed in the call")
    target = callbacks.find((cst.Attribute, cst.Subscript), step.write.span)
    key, state = key_and_state(callbacks, target)
    if _text(key) != _text(key_and_state(widgets, given)[0]):
        raise Refused("what it is given is computed from what the callback changes")
    value = first.replace(wanted, callbacks.source_of(target))
    if isinstance(target, cst.Attribute) and step.key.isidentifier():
        own = f"{state}.{step.key}"
    else:
        own = f"{state}[{text_literal(step.key, quote_of(callbacks, [target]))}]"
    return insert_after(callbacks, target, [f"{own} = {value}"])


def _access(call: cst.Call, step: Follow) -> cst.Attribute | cst.Subscript:
    """The access to session state that the widget is given; for `index=options.index(…)` the one in it."""
    parameter = step.widget.initial
    argument = argument_of(call, parameter, step.widget.positional) if parameter else None
    value = argument.value if argument is not None else None
    if parameter == "index" and isinstance(value, cst.Call) and len(value.args) == 1:
        value = value.args[0].value
    if not isinstance(value, (cst.Attribute, cst.Subscript)):
        raise Refused("what it is given is computed from what the callback changes")
    return value


def _text(key: str) -> object:
    """The key that code of it stands for."""
    node = cst.parse_expression(key)
    return node.evaluated_value if isinstance(node, cst.SimpleString) else key
