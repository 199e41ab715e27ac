"""The first value of a widget, as code: what it is given, or what Streamlit takes where nothing is given.

Streamlit's own first values are those of its signatures, 1.28 to 1.67; the tests of the fixes compare them with what
the widgets return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.arguments import argument_of, items_of
from keylint.fixes.errors import Refused
from keylint.fixes.imports import imported, named_module
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import Shadow

_CHOICES = ("selectbox", "radio")
_SEVERAL = ("pills", "segmented_control")
_EMPTY = {"checkbox": "False", "toggle": "False", "multiselect": "[]", "feedback": "None", "pagination": "1"}
_TEXTS = {"text_input": "", "text_area": "", "color_picker": "#000000"}
_MOMENTS = {
    "date_input": "{}.today()",
    "time_input": "{}.now().time().replace(second=0, microsecond=0)",
    "datetime_input": "{}.now().replace(second=0, microsecond=0)",
}
_CLASSES = {"date_input": "date", "time_input": "datetime", "datetime_input": "datetime"}
# Calls whose result is of the type that the widget gives, so that the key holds what it held before.
_EXACT = {"date_input": ("date", "today"), "time_input": ("time",), "datetime_input": ("datetime", "now")}
_NOW = ("today", "now")
_NUMBERS = ("number_input", "slider")


def initial_value(tree: Tree, call: cst.Call, step: Shadow) -> tuple[str, list[Edit]]:
    """The code of the first value, and the imports that it needs. Raises Refused when it cannot be told."""
    given = argument_of(call, step.initial, step.positional) if step.initial else None
    value = given.value if given is not None else None
    if step.command in _MOMENTS:
        return _moment(tree, value, step.command)
    if step.command in _CHOICES:
        return _choice(tree, call, step, value), []
    if value is not None and not _is_text(value, "min"):
        return _given(tree, value, step.command), []
    if step.command in _TEXTS:
        return text_literal(_TEXTS[step.command], quote_of(tree, call.args)), []
    if step.command in _NUMBERS:
        return _smallest(tree, call, step), []
    if step.command == "select_slider":
        return _option(tree, _options(call, step), "0"), []
    if step.command in _SEVERAL:
        mode = argument_of(call, "selection_mode", step.positional)
        return ("[]" if mode is not None and _is_text(mode.value, "multi") else "None"), []
    if step.command in _EMPTY:
        return _EMPTY[step.command], []
    raise Refused(f"the first value of st.{step.command} cannot be told")


def _given(tree: Tree, value: cst.BaseExpression, command: str) -> str:
    text = tree.source_of(value)
    if command == "multiselect":
        if isinstance(value, cst.Tuple) or (isinstance(value, cst.Name) and value.value == "None"):
            return f"[{', '.join(items_of(tree, value)) if isinstance(value, cst.Tuple) else ''}]"
        return f"[{text}]" if isinstance(value, cst.BaseString) else text
    if isinstance(value, cst.List):  # the two ends of a slider, which it gives as a tuple
        return f"({', '.join(items_of(tree, value))})"
    return _in_parentheses(tree, value)


def _choice(tree: Tree, call: cst.Call, step: Shadow, index: cst.BaseExpression | None) -> str:
    """`index=` through the options."""
    if isinstance(index, cst.Name) and index.value == "None":
        return "None"
    options = _options(call, step)
    if (
        isinstance(index, cst.Call)
        and isinstance(index.func, cst.Attribute)
        and index.func.attr.value == "index"
        and tree.source_of(index.func.value) == tree.source_of(options)
        and len(index.args) == 1
    ):
        return tree.code_of(index.args[0].value)
    return _option(tree, options, tree.source_of(index) if index is not None else "0")


def _options(call: cst.Call, step: Shadow) -> cst.BaseExpression:
    given = argument_of(call, step.options, step.positional) if step.options else None
    if given is None:
        raise Refused("its options are not written in the call")
    return given.value


def _option(tree: Tree, options: cst.BaseExpression, index: str) -> str:
    """The option with the index; of a list that is written out, itself."""
    if isinstance(options, (cst.List, cst.Tuple)):
        plain = [element for element in options.elements if isinstance(element, cst.Element)]
        if index.isdigit() and len(plain) == len(options.elements) and int(index) < len(plain):
            return tree.code_of(plain[int(index)].value)
        return f"{_in_parentheses(tree, options)}[{index}]"
    if _is_list(options):
        return f"{tree.code_of(options)}[{index}]"
    return f"list({tree.source_of(options)})[{index}]"


def _is_list(value: cst.BaseExpression) -> bool:
    """Whether the code itself makes a list."""
    return isinstance(value, cst.ListComp) or (
        isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value in ("list", "sorted")
    )


def _smallest(tree: Tree, call: cst.Call, step: Shadow) -> str:
    least = argument_of(call, "min_value", step.positional)
    if least is not None and not (isinstance(least.value, cst.Name) and least.value.value == "None"):
        return _in_parentheses(tree, least.value)
    if step.command == "slider":
        most = argument_of(call, "max_value", step.positional)
        if most is None or isinstance(most.value, cst.Integer):
            return "0"
        if isinstance(most.value, cst.Float):
            return "0.0"
        raise Refused("its first value cannot be told from its limits")
    others = [argument_of(call, name, step.positional) for name in ("max_value", "step")]
    kinds = {type(other.value) for other in others if other is not None}
    if not kinds <= {cst.Integer, cst.Float}:
        raise Refused("its first value cannot be told from its limits")
    return "0" if cst.Integer in kinds else "0.0"


def _moment(tree: Tree, value: cst.BaseExpression | None, command: str) -> tuple[str, list[Edit]]:
    if value is None or any(_is_text(value, word) for word in _NOW):
        return _now(tree, command)
    if isinstance(value, cst.Name) and value.value == "None":
        return "None", []
    if isinstance(value, (cst.Tuple, cst.List)):
        raise Refused("its first value is a range, which it only learns from `value=`")
    called = value.func if isinstance(value, cst.Call) else None
    function = called.attr if isinstance(called, cst.Attribute) else called
    if not isinstance(function, cst.Name) or function.value not in _EXACT[command]:
        raise Refused("the widget may turn its first value into another type")
    return tree.source_of(value), []


def _now(tree: Tree, command: str) -> tuple[str, list[Edit]]:
    """The present moment, by the class if the file imports it, else by the module."""
    for module, member, alias in imported(tree):
        if module == "datetime" and member == _CLASSES[command]:
            return _MOMENTS[command].format(alias), []
    name, edits = named_module(tree, "datetime", ("datetime", "dt"))
    return _MOMENTS[command].format(f"{name}.{_CLASSES[command]}"), edits


def _is_text(value: cst.BaseExpression, text: str) -> bool:
    return isinstance(value, cst.SimpleString) and value.evaluated_value == text


def _in_parentheses(tree: Tree, value: cst.BaseExpression) -> str:
    """The code of a value as an argument or an operand: a tuple needs its parentheses."""
    text = tree.source_of(value)
    return f"({text})" if isinstance(value, cst.Tuple) else text
