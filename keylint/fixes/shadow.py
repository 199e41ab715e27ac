"""The shadow template: the value lives under the widget's key, the widget under a private one.

Outside a form the value is put back in every run, right before the widget, and a callback saves each change. Inside a
form callbacks are not allowed, and putting the value back in every run would wipe what is not submitted yet: there it
is put back only where it is missing, and the submit button saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.arguments import (
    add_arguments,
    argument_named,
    argument_of,
    in_place_of_last,
    items_of,
    without_arguments,
)
from keylint.fixes.errors import Refused
from keylint.fixes.helpers import save_values, save_values_then
from keylint.fixes.imports import session_state
from keylint.fixes.initial_values import initial_value, is_none
from keylint.fixes.statements import insert_before
from keylint.fixes.style import quote_of, text_literal
from keylint.repairs import PREFIX

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.helpers import Importable
    from keylint.fixes.tree import Tree
    from keylint.repairs import Shadow, ShadowInForm


def shadow(tree: Tree, step: Shadow, find: Importable) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    key, private, edits = _keys(tree, call, step)
    state, more = session_state(tree)
    seed = _seed(tree, call, step, state, key, edits)
    restore = insert_before(tree, call, [*seed, f"{state}[{private}] = {state}[{key}]"])
    if not step.chain:
        if argument_named(call, "kwargs") is not None:
            raise Refused("it passes arguments to a callback that it does not have")
        name, helper = save_values(tree, find)
        wiring = [f"on_change={name}", f"args=({key},)"]
        # Imports and definitions come first, also where all of them are inserted at one place.
        return edits + more + helper + restore + _rewired(tree, call, step, wiring, ("on_change", "args"))
    name, helper = save_values_then(tree, find)
    callback, given = argument_named(call, "on_change"), argument_named(call, "args")
    if callback is None:
        raise Refused("its callback is not written in the call")
    arguments = [key, tree.code_of(callback.value), *_spread(tree, given)]
    wiring = [f"on_change={name}", f"args=({', '.join(arguments)})"]
    return edits + more + helper + restore + _rewired(tree, call, step, wiring, ("on_change", "args"))


def shadow_in_form(tree: Tree, step: ShadowInForm, find: Importable) -> list[Edit]:
    """The edits of a form whose widget and submit buttons stand in one file."""
    widget = step.widget
    call = tree.find(cst.Call, widget.call.span)
    key, private, edits = _keys(tree, call, widget)
    state, more = session_state(tree)
    seed = _seed(tree, call, widget, state, key, edits)
    lines = [*seed, f"if {private} not in {state}:", f"\t{state}[{private}] = {state}[{key}]"]
    name, helper = save_values(tree, find)
    edits += more + helper + insert_before(tree, call, lines)
    edits += _rewired(tree, call, widget, [], ())
    for each in step.submits:
        if each.call.path != tree.path:
            raise Refused("the submit button stands in another file")
        submit = tree.find(cst.Call, each.call.span)
        keys = [text_literal(text, quote_of(tree, call.args)) for text in each.keys]
        if each.one_a_form and _function_around(tree, submit) is _function_around(tree, call):
            keys = [key]  # as it is written
        edits += _saving_on_submit(tree, submit, name, keys)
    return edits


def _function_around(tree: Tree, node: cst.CSTNode) -> cst.CSTNode | None:
    return next((outer for outer in tree.ancestors(node) if isinstance(outer, (cst.FunctionDef, cst.Lambda))), None)


def seed_instead(tree: Tree, step: Shadow) -> list[Edit]:
    """The first value by session state instead of by parameter."""
    call = tree.find(cst.Call, step.call.span)
    given = argument_of(call, "key", step.positional)
    if given is None:
        raise Refused("its key is not written in the call")
    state, edits = session_state(tree)
    seed = _seed(tree, call, step, state, tree.code_of(given.value), edits)
    return [*edits, *(insert_before(tree, call, seed) if seed else ()), *_rewired(tree, call, step, [], ())]


def _saving_on_submit(tree: Tree, submit: cst.Call, name: str, keys: list[str]) -> list[Edit]:
    callback, arguments = argument_named(submit, "on_click"), argument_named(submit, "args")
    if any(argument.star for argument in submit.args) or sum(not argument.keyword for argument in submit.args) > 2:
        raise Refused("the arguments of the submit button cannot be told apart")
    if callback is None and arguments is None and argument_named(submit, "kwargs") is None:
        return add_arguments(tree, submit, [f"on_click={name}", f"args={_tuple_of(keys)}"])
    if callback is None or tree.source_of(callback.value) != name or arguments is None:
        raise Refused("the submit button already has a callback")
    given = arguments.value
    if not isinstance(given, cst.Tuple) or not given.elements:
        raise Refused("the submit button already has a callback")
    saved = [tree.source_of(element.value) for element in given.elements]
    missing = ", ".join(key for key in keys if key not in saved)
    if not missing:
        return []
    last = given.elements[-1]
    if not isinstance(last.comma, cst.Comma):
        return [tree.insert(tree.end(last), f", {missing}")]
    after = tree.end(last) + len(tree.code_of(last.comma.whitespace_before)) + 1
    return [tree.insert(after, f" {missing}" if len(given.elements) == 1 else f" {missing},")]


def _tuple_of(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _keys(tree: Tree, call: cst.Call, step: Shadow) -> tuple[str, str, list[Edit]]:
    """The code of the key and of the private key, and the edit that gives the widget the private one."""
    given = argument_of(call, "key", step.positional)
    if step.new_key is not None:
        quote = quote_of(tree, call.args)
        private = text_literal(PREFIX + step.new_key, quote)
        edits = [] if given is None else [tree.replace(tree.start(given.value), tree.end(given.value), private)]
        return text_literal(step.new_key, quote), private, edits
    if given is None:
        raise Refused("its key is not written in the call")
    key = tree.source_of(given.value)
    private = _private(tree, given.value)
    return key, private, [tree.replace(tree.start(given.value), tree.end(given.value), private)]


def _private(tree: Tree, key: cst.BaseExpression) -> str:
    text = tree.source_of(key)
    if isinstance(key, (cst.SimpleString, cst.FormattedString)) and not tree.spans_lines(key):
        opening = key.prefix + key.quote if isinstance(key, cst.SimpleString) else key.start
        return opening + PREFIX + text[len(opening) :]
    if isinstance(key, (cst.Name, cst.Attribute)):
        return f'f"{PREFIX}{{{text}}}"'
    raise Refused("its key is computed in the call")


def _seed(tree: Tree, call: cst.Call, step: Shadow, state: str, key: str, edits: list[Edit]) -> list[str]:
    """The line that gives the key its first value, unless other code does; what that needs goes to `edits`."""
    if step.is_seeded:
        return []
    value, more = initial_value(tree, call, step)
    edits += more
    return [f"{state}.setdefault({key}, {value})"]


def _rewired(tree: Tree, call: cst.Call, step: Shadow, added: list[str], replaced: tuple[str, ...]) -> list[Edit]:
    """Takes the initial value away and gives the call its callback."""
    # With `value=None` the user can empty the widget again, which no value in its place allows.
    given = argument_of(call, step.initial, step.positional) if step.initial else None
    gone = [*([step.initial] if step.initial and given and not is_none(given.value) else []), *step.drop]
    added = [*added, *step.add]
    if step.new_key is not None and argument_of(call, "key", step.positional) is None:
        added.append(f"key={text_literal(PREFIX + step.new_key, quote_of(tree, call.args))}")
    edits: list[Edit] = []
    for name, text in zip(replaced, added, strict=False):
        given = argument_named(call, name)
        if given is not None:
            edits.append(tree.replace(tree.start(given), tree.end(given), text))
            added = [other for other in added if other != text]
    removed = without_arguments(tree, call, gone, step.positional)
    last = call.args[-1]
    if added and removed and any(argument_of(call, name, step.positional) is last for name in gone):
        # What is added stands where the last argument goes.
        return edits + in_place_of_last(tree, call, gone, step.positional, added)
    return edits + removed + (add_arguments(tree, call, added) if added else [])


def _spread(tree: Tree, given: cst.Arg | None) -> list[str]:
    """The items of a callback's `args=`."""
    if given is None or (isinstance(given.value, cst.Name) and given.value.value == "None"):
        return []
    if isinstance(given.value, (cst.Tuple, cst.List)):
        return items_of(tree, given.value)
    if not isinstance(given.value, (cst.Name, cst.Attribute, cst.Subscript, cst.Call)):
        raise Refused("the arguments of its callback are computed in the call")
    return [f"*{tree.code_of(given.value)}"]
