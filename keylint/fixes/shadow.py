"""The shadow template: the value lives under the widget's key, the widget under a private one.

Outside a form the value is put back in every run, right before the widget, and a callback saves each change: `kept()`,
spread into the call, does both. Inside a form callbacks are not allowed, and putting the value back in every run would
wipe what is not submitted yet: there it is put back only where it is missing, and the submit button saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.arguments import (
    add_arguments,
    argument_named,
    argument_of,
    has_comment,
    in_place_of,
    without_arguments,
)
from keylint.fixes.errors import Refused
from keylint.fixes.imports import session_state
from keylint.fixes.initial_values import initial_value, is_none
from keylint.fixes.kept import KEPT, KEPT_IN_FORM, SAVE_KEPT
from keylint.fixes.statements import insert_before
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.library import Library
    from keylint.fixes.tree import Tree
    from keylint.repairs import Shadow, ShadowInForm

_CALLBACK = ("on_change", "args", "kwargs")


def shadow(tree: Tree, step: Shadow, library: Library) -> list[Edit]:
    call = tree.find(cst.Call, step.call.span)
    callback = [(name, given) for name in _CALLBACK if (given := argument_of(call, name, step.positional)) is not None]
    if step.has_callback and not any(name == "on_change" for name, _ in callback):
        raise Refused("its callback is not written in the call")
    if not step.has_callback and any(name == "kwargs" for name, _ in callback):
        raise Refused("it passes arguments to a callback that it does not have")
    name = library.available(tree, KEPT, step.home)
    moved = [f"{name}={tree.code_of(given.value)}" for name, given in callback if not is_none(given.value)]
    gone = [name for name, _ in callback]
    return _spread(tree, call, step, name, moved if step.has_callback else [], gone)


def shadow_in_form(tree: Tree, step: ShadowInForm, library: Library) -> list[Edit]:
    """The edits of a form whose widget and submit buttons stand in one file."""
    widget = step.widget
    call = tree.find(cst.Call, widget.call.span)
    name, saving = (library.available(tree, each, widget.home) for each in (KEPT_IN_FORM, SAVE_KEPT))
    edits = _spread(tree, call, widget, name, [], [])
    key = argument_of(call, "key", widget.positional)
    assert key is not None
    for each in step.submits:
        if each.call.path != tree.path:
            raise Refused("the submit button stands in another file")
        submit = tree.find(cst.Call, each.call.span)
        keys = [text_literal(text, quote_of(tree, call.args)) for text in each.keys]
        if each.one_a_form and _function_around(tree, submit) is _function_around(tree, call):
            keys = [tree.source_of(key.value)]  # as it is written
        edits += _saving_on_submit(tree, submit, saving, keys)
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
    return [*edits, *(insert_before(tree, call, seed) if seed else ()), *_rewired(tree, call, step, [], [])]


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


def _spread(tree: Tree, call: cst.Call, step: Shadow, name: str, moved: list[str], gone: list[str]) -> list[Edit]:
    """Puts the function's arguments in the place of the key, with the first value and what is `moved` into it."""
    key = argument_of(call, "key", step.positional)
    if step.new_key is not None:
        given = [text_literal(step.new_key, quote_of(tree, call.args))]
    elif key is not None:
        given = [tree.code_of(key.value)]
    else:
        raise Refused("its key is not written in the call")
    edits: list[Edit] = []
    if not step.is_seeded:
        value, edits = initial_value(tree, call, step)
        given += [value] if value != "None" else []
    spread = f"**{name}({', '.join([*given, *moved])})"
    return edits + _rewired(tree, call, step, ["key", *gone], [spread])


def _seed(tree: Tree, call: cst.Call, step: Shadow, state: str, key: str, edits: list[Edit]) -> list[str]:
    """The line that gives the key its first value, unless other code does; what that needs goes to `edits`."""
    if step.is_seeded:
        return []
    value, more = initial_value(tree, call, step)
    edits += more
    return [f"{state}.setdefault({key}, {value})"]


def _rewired(tree: Tree, call: cst.Call, step: Shadow, gone: list[str], added: list[str]) -> list[Edit]:
    """Takes the initial value and what else is `gone` away from the call, and adds arguments."""
    # With `value=None` the user can empty the widget again, which no value in its place allows.
    given = argument_of(call, step.initial, step.positional) if step.initial else None
    if step.initial and given and not is_none(given.value):
        gone = [*gone, step.initial]
    moved = [given for name in gone if (given := argument_of(call, name, step.positional)) is not None]
    gone = [name for name in (*gone, *step.drop) if argument_of(call, name, step.positional) is not None]
    added = [*step.add, *added]
    place = _place_of(tree, call, moved, gone, step)
    if added and place is not None:
        return in_place_of(tree, call, place, gone, step.positional, added)
    removed = without_arguments(tree, call, gone, step.positional)
    return removed + (add_arguments(tree, call, added) if added else [])


def _place_of(tree: Tree, call: cst.Call, moved: list[cst.Arg], gone: list[str], step: Shadow) -> cst.Arg | None:
    """Where what is added stands: beside the comment on what moves into it, else where the last argument goes."""
    positions = [argument for argument in call.args if not argument.keyword and argument.star != "**"]
    for argument in moved:
        if has_comment(tree, argument) and (argument.keyword or argument is positions[-1]):
            return argument
    last = call.args[-1]
    return last if any(argument_of(call, name, step.positional) is last for name in gone) else None
