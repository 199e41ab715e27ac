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
from keylint.streamlit.traits import Entry, traits_of

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import FirstValueKind, Shadow

_MOMENTS = {
    Entry.DATE: "{}.today()",
    Entry.TIME: "{}.now().time().replace(second=0, microsecond=0)",
    Entry.MOMENT: "{}.now().replace(second=0, microsecond=0)",
}
_CLASSES = {Entry.DATE: "date", Entry.TIME: "datetime", Entry.MOMENT: "datetime"}
# Calls whose result is of the type that the widget gives, so that the key holds what it held before.
_EXACT = {Entry.DATE: ("date", "today"), Entry.TIME: ("time",), Entry.MOMENT: ("datetime", "now")}
_OF_CLASS = {"today": "date", "now": "datetime"}
_TO_THE_MINUTE = {Entry.TIME: 2, Entry.MOMENT: 5}  # arguments of the constructor, up to the minute
_NOW = ("today", "now")
_TEXTS = (Entry.TEXT, Entry.COLOUR)


def initial_value(tree: Tree, call: cst.Call, step: Shadow) -> tuple[str, list[Edit]]:
    """The code of the first value, and the imports that it needs. Raises Refused when it cannot be told."""
    given = argument_of(call, step.initial, step.positional) if step.initial else None
    if given is None and step.has_initial:
        raise Refused("its first value is not written in the call")
    value = given.value if given is not None else None
    traits = traits_of(step.command)
    if traits.entry in _MOMENTS:
        return _moment(tree, value, traits.entry)
    if step.initial == "index":
        return _choice(tree, call, step, value), []
    if value is not None and is_none(value) and traits.nothing is None:
        value = None
    if value is not None and not _is_text(value, "min"):
        return _given(tree, value, step), []
    if traits.begins_with_option:
        return _option(tree, _options(call, step), "0"), []
    if traits.entry in (Entry.NUMBER, Entry.SCALE):
        return _smallest(tree, call, step), []
    if step.holds_several:
        return "[]", []
    if isinstance(traits.begins_with, str):
        return text_literal(traits.begins_with, quote_of(tree, call.args)), []
    if traits.entry is not None:
        return repr(traits.begins_with), []
    raise Refused(f"the first value of st.{step.command} cannot be told")


def _given(tree: Tree, value: cst.BaseExpression, step: Shadow) -> str:
    """What the widget makes of the value that it is given."""
    text, entry = tree.source_of(value), traits_of(step.command).entry
    if step.holds_several:
        return _as_list(tree, value, step.kind)
    if entry is Entry.OPTION and (step.kind == "several" or isinstance(value, (cst.List, cst.Tuple))):
        if not isinstance(value, (cst.List, cst.Tuple)) or len(value.elements) != 1:
            raise Refused("its first value is a list, of which the widget takes the only item")
        return tree.code_of(value.elements[0].value)
    if entry in _TEXTS and step.kind in ("truth", "whole", "fraction"):
        return f"str({text})"
    if entry is Entry.TRUTH and step.kind != "truth" and not _is_truth(value):
        return f"bool({text})"
    if isinstance(value, cst.List):  # the two ends of a slider, which it gives as a tuple
        return f"({', '.join(items_of(tree, value))})"
    return _in_parentheses(tree, value)


def _as_list(tree: Tree, value: cst.BaseExpression, kind: FirstValueKind | None) -> str:
    text = tree.source_of(value)
    if isinstance(value, (cst.List, cst.ListComp)):
        return text
    if isinstance(value, cst.Tuple):
        return f"[{', '.join(items_of(tree, value))}]"
    if isinstance(value, cst.BaseString):
        return f"[{text}]"
    is_slice = isinstance(value, cst.Subscript) and isinstance(value.slice[0].slice, cst.Slice)
    if kind == "several" or is_slice or isinstance(value, cst.Set):
        return f"list({text})"
    if kind is None:
        raise Refused("whether its first value is one option or several, cannot be told")
    return f"[{text}]"


def _choice(tree: Tree, call: cst.Call, step: Shadow, index: cst.BaseExpression | None) -> str:
    """`index=` through the options."""
    if index is not None and is_none(index):
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
    if isinstance(options, cst.BaseString):
        raise Refused("its options are a text")
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
    if traits_of(step.command).entry is Entry.SCALE:
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


def _moment(tree: Tree, value: cst.BaseExpression | None, entry: Entry) -> tuple[str, list[Edit]]:
    if value is None or any(_is_text(value, word) for word in _NOW):
        return _now(tree, entry)
    if is_none(value):
        return "None", []
    if isinstance(value, (cst.Tuple, cst.List)):
        raise Refused("its first value is a range, which the widget only learns from its call")
    if not isinstance(value, cst.Call) or not _is_exact(value, entry):
        raise Refused("the widget may turn its first value into another type")
    text = tree.source_of(value)
    if entry in _TO_THE_MINUTE and not _is_to_the_minute(value, _TO_THE_MINUTE[entry]):
        text += ".replace(second=0, microsecond=0)"
    return text, []


def _is_exact(value: cst.Call, entry: Entry) -> bool:
    """Whether a call such as `date(2026, 3, 1)` or `datetime.now()` gives just what the widget will hold."""
    owner = value.func.value if isinstance(value.func, cst.Attribute) else None
    function = value.func.attr if isinstance(value.func, cst.Attribute) else value.func
    if not isinstance(function, cst.Name) or function.value not in _EXACT[entry]:
        return False
    if function.value in _OF_CLASS:
        class_ = owner.attr if isinstance(owner, cst.Attribute) else owner
        return isinstance(class_, cst.Name) and class_.value == _OF_CLASS[function.value] and not value.args
    return not any(
        argument.star or (argument.keyword and argument.keyword.value == "tzinfo") for argument in value.args
    )


def _is_to_the_minute(value: cst.Call, most: int) -> bool:
    """Whether a constructor is given no seconds, by position or by name."""
    named = {argument.keyword.value for argument in value.args if argument.keyword}
    return 0 < len(value.args) <= most and not named & {"second", "microsecond"}


def _is_truth(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.Comparison) or (isinstance(value, cst.Name) and value.value in ("True", "False"))


def is_none(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.Name) and value.value == "None"


def _now(tree: Tree, entry: Entry) -> tuple[str, list[Edit]]:
    """The present moment, by the class if the file imports it, else by the module."""
    for module, member, alias in imported(tree):
        if module == "datetime" and member == _CLASSES[entry]:
            return _MOMENTS[entry].format(alias), []
    name, edits = named_module(tree, "datetime", ("datetime", "dt"))
    return _MOMENTS[entry].format(f"{name}.{_CLASSES[entry]}"), edits


def _is_text(value: cst.BaseExpression, text: str) -> bool:
    return isinstance(value, cst.SimpleString) and value.evaluated_value == text


def _in_parentheses(tree: Tree, value: cst.BaseExpression) -> str:
    """The code of a value as an argument or an operand: a tuple needs its parentheses."""
    text = tree.source_of(value)
    return f"({text})" if isinstance(value, cst.Tuple) else text
