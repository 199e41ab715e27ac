"""What a function that keeps a value is made of, and what it makes of the arguments that a widget's call gives it.

That it keeps the value, the run has shown; here it is made sure that it does nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.initial_values import is_none
from keylint.fixes.removal import is_pure, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Location
    from keylint.fixes.tree import Tree
    from keylint.repairs import Spread

_GIVEN = frozenset({"key", "on_change"})
_GIVEN_IN_FORM = frozenset({"key"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The code of what a widget's call has to say itself: its key, its first value (None: nothing gives it one), and
    its own callback, by parameter."""

    key: str
    first: str | None
    callback: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Keeper:
    """A function of the app, in its file, and the spread call of it, in the widget's."""

    home: Tree
    function: cst.FunctionDef
    tree: Tree
    given: dict[str, cst.BaseExpression]

    @property
    def name(self) -> str:
        return self.function.name.value


def kept(home: Tree, function: cst.FunctionDef, tree: Tree, call: cst.Call, step: Spread) -> Kept:
    """What the call of the function says. Raises Refused where the function does more, or that cannot be told."""
    keeper = _Keeper(home, function, tree, _bound(function, call))
    writes = [_node(home, place) for place in step.writes]
    if step.save is None:
        _require_key_only(keeper, writes)
        callback: dict[str, str] = {}
        key = _key_of(keeper, _restored_from(home, _node(home, step.restore)))
    else:
        callback = _callback_of(keeper, writes)
        key = _key_of(keeper, _node(home, step.save))
    first = _first_of(keeper, _node(home, step.seed)) if step.seed is not None else None
    passed = {parameter: code for parameter, name in callback.items() if (code := _code_of(keeper, name)) is not None}
    return Kept(key, first, passed if "on_change" in passed else {})


def _bound(function: cst.FunctionDef, call: cst.Call) -> dict[str, cst.BaseExpression]:
    """The arguments by parameter."""
    parameters = [each.name.value for each in function.params.params]
    names = {*parameters, *(each.name.value for each in function.params.kwonly_params)}
    if function.params.posonly_params or isinstance(function.params.star_arg, cst.Param) or function.params.star_kwarg:
        raise Refused(f"the parameters of {function.name.value}() cannot be told apart")
    given: dict[str, cst.BaseExpression] = {}
    for place, argument in enumerate(call.args):
        name = argument.keyword.value if argument.keyword else parameters[place] if place < len(parameters) else ""
        if argument.star or name not in names:
            raise Refused(f"the arguments of {function.name.value}() cannot be told apart")
        given[name] = argument.value
    return given


def _node(tree: Tree, place: Location) -> cst.CSTNode:
    if place.path != tree.path:
        raise Refused("the function that is spread into its call calls others for that")
    return tree.find((cst.Subscript, cst.Attribute, cst.Call), place.span)


def _parameters(function: cst.FunctionDef) -> dict[str, cst.Param]:
    return {each.name.value: each for each in (*function.params.params, *function.params.kwonly_params)}


def _code_of(keeper: _Keeper, name: str) -> str | None:
    """The code of the argument for a parameter; None where it is none, or None."""
    given = keeper.given.get(name)
    if given is None:
        default = _parameters(keeper.function)[name].default
        if default is not None and not is_none(default) and not _is_empty(default):
            raise Refused(f"{keeper.name}() has a callback of its own")
        return None
    return None if is_none(given) else keeper.tree.code_of(given)


# -- what it is made of ----------------------------------------------------------------------------------------------


def _callback_of(keeper: _Keeper, writes: list[cst.CSTNode]) -> dict[str, str]:
    """Which parameter of the function is which of the widget: `on_change`, `args`, `kwargs`."""
    function = keeper.function
    if function.decorators or function.asynchronous is not None:
        raise Refused(f"{keeper.name}() does more than to keep the value")
    *statements, last = _lines(function.body)
    inner = [each for each in statements if isinstance(each, cst.FunctionDef)]
    others = [each for each in statements if not isinstance(each, cst.FunctionDef)]
    if len(inner) != 1 or not all(_only_keeps(each, writes, keeper, has_run=True) for each in others):
        raise Refused(f"{keeper.name}() does more than to keep the value")
    _require_arguments(keeper, last, inner[0])
    return _wiring(keeper, inner[0], writes)


def _require_key_only(keeper: _Keeper, writes: list[cst.CSTNode]) -> None:
    """The function of a field: it keeps the value, gives the key, and leaves the rest to the submit buttons."""
    function = keeper.function
    *statements, last = _lines(function.body)
    does_more = function.decorators or function.asynchronous is not None
    if does_more or not all(_only_keeps(each, writes, keeper, has_run=True) for each in statements):
        raise Refused(f"{keeper.name}() does more than to keep the value")
    given = dict(_entries(last.value)) if isinstance(last, cst.Return) and last.value is not None else {}
    if given.keys() != _GIVEN_IN_FORM or not is_pure(given["key"]):
        raise Refused(f"{keeper.name}() gives the widget other arguments than a key")


def _restored_from(tree: Tree, target: cst.CSTNode) -> cst.CSTNode:
    statement = next((outer for outer in tree.ancestors(target) if isinstance(outer, cst.Assign)), None)
    return statement.value if statement is not None else target


def _lines(block: cst.BaseSuite) -> list[cst.CSTNode]:
    """The statements, without texts; those that share a line one by one."""
    found: list[cst.CSTNode] = []
    for each in block.body:
        if isinstance(each, cst.SimpleStatementLine):
            found += [] if is_text(each) else each.body
        else:
            found.append(each)
    return found


def _only_keeps(statement: cst.CSTNode, writes: list[cst.CSTNode], keeper: _Keeper, *, has_run: bool = False) -> bool:
    """Whether a statement only assigns: to session state what is known, or, where all that it does `has_run`, what no
    run comes to; and to names of its own."""
    match statement:
        case cst.Assign():
            return is_pure(statement.value) and all(
                each.target in writes or _is_local(each.target, keeper) or (has_run and _is_in_state(each.target))
                for each in statement.targets
            )
        case cst.Expr():
            return statement.value in writes and is_pure(statement.value)
        case cst.Pass():
            return True
        case cst.If(orelse=None):
            return is_pure(statement.test) and all(
                _only_keeps(each, writes, keeper, has_run=has_run) for each in _lines(statement.body)
            )
    return False


def _is_local(target: cst.CSTNode, keeper: _Keeper) -> bool:
    return isinstance(target, cst.Name) and target.value not in _parameters(keeper.function)


def _is_in_state(target: cst.CSTNode) -> bool:
    owner = target.value if isinstance(target, cst.Subscript) else None
    name = owner.attr if isinstance(owner, cst.Attribute) else owner
    return isinstance(name, cst.Name) and name.value == "session_state"


def _require_arguments(keeper: _Keeper, last: cst.CSTNode, inner: cst.FunctionDef) -> None:
    """The function gives a key and the callback that it has made, and nothing else."""
    given = dict(_entries(last.value)) if isinstance(last, cst.Return) and last.value is not None else {}
    if given.keys() != _GIVEN:
        raise Refused(f"{keeper.name}() gives the widget other arguments than a key and a callback")
    saved = given["on_change"]
    if not isinstance(saved, cst.Name) or saved.value != inner.name.value or not is_pure(given["key"]):
        raise Refused(f"{keeper.name}() gives the widget another callback than the one that it makes")


def _entries(value: cst.BaseExpression) -> Iterator[tuple[str, cst.BaseExpression]]:
    """What a dictionary that is written out says; what cannot be told has the name ""."""
    if isinstance(value, cst.Dict):
        for element in value.elements:
            name = element.key if isinstance(element, cst.DictElement) else None
            yield str(name.evaluated_value) if isinstance(name, cst.SimpleString) else "", element.value
    if isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value == "dict":
        for argument in value.args:
            yield argument.keyword.value if argument.keyword else "", argument.value


def _wiring(keeper: _Keeper, inner: cst.FunctionDef, writes: list[cst.CSTNode]) -> dict[str, str]:
    """What the callback calls after the save: which parameters of the function that is."""
    more = Refused(f"the callback of {keeper.name}() does more than to save the value")
    if inner.decorators or inner.asynchronous is not None or inner.params.params or inner.params.kwonly_params:
        raise more
    saves, rest = [], _lines(inner.body)
    while rest and _only_keeps(rest[0], writes, keeper):
        saves.append(rest.pop(0))
    if not rest:
        return {}
    if len(rest) > 1:
        raise more
    (called,) = rest
    tested = None
    if isinstance(called, cst.If) and called.orelse is None and len(inside := _lines(called.body)) == 1:
        tested, called = called.test, inside[0]
    call = called.value if isinstance(called, cst.Expr) else None
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name) or not _tests(tested, call.func.value):
        raise more
    found = {"on_change": call.func.value}
    for argument in call.args:
        kind = {"*": "args", "**": "kwargs"}.get(argument.star)
        name = _name_or_nothing(argument.value)
        if kind is None or kind in found or name is None:
            raise more
        found[kind] = name
    if not set(found.values()) <= _parameters(keeper.function).keys() or len(set(found.values())) != len(found):
        raise more
    return found


def _tests(test: cst.BaseExpression | None, name: str) -> bool:
    """Whether the test, if there is one, asks no more than whether the callback is there."""
    match test:
        case None:
            return True
        case cst.Name():
            return test.value == name
        case cst.Comparison(left=cst.Name(value=left), comparisons=[cst.ComparisonTarget(cst.IsNot(), right)]):
            return left == name and is_none(right)
    return False


def _name_or_nothing(value: cst.BaseExpression) -> str | None:
    """`name` of `name` or `name or ()`."""
    if isinstance(value, cst.BooleanOperation) and isinstance(value.operator, cst.Or) and _is_empty(value.right):
        value = value.left
    return value.value if isinstance(value, cst.Name) else None


def _is_empty(value: cst.BaseExpression) -> bool:
    return isinstance(value, (cst.Tuple, cst.List, cst.Dict)) and not value.elements


# -- what it is given ------------------------------------------------------------------------------------------------


def _key_of(keeper: _Keeper, save: cst.CSTNode) -> str:
    """The code of the key that the value is under."""
    if isinstance(save, cst.Subscript) and len(save.slice) == 1 and isinstance(save.slice[0].slice, cst.Index):
        code = _meant(keeper, save.slice[0].slice.value)
        if code is not None:
            return code
    raise Refused(f"its key is computed in {keeper.name}()")


def _first_of(keeper: _Keeper, seed: cst.CSTNode) -> str:
    """The code of the first value."""
    value: cst.BaseExpression | None = None
    if isinstance(seed, cst.Call):
        value = seed.args[1].value if len(seed.args) > 1 else cst.Name("None")
    else:
        statement = next(outer for outer in keeper.home.ancestors(seed) if isinstance(outer, cst.BaseSmallStatement))
        value = statement.value if isinstance(statement, cst.Assign) else None
    code = _meant(keeper, value) if value is not None else None
    if code is None:
        raise Refused(f"its first value is computed in {keeper.name}()")
    return code


def _meant(keeper: _Keeper, value: cst.BaseExpression) -> str | None:
    """The code that says the same in the widget's call; None where nothing there does."""
    if isinstance(value, cst.Name) and (parameter := _parameters(keeper.function).get(value.value)) is not None:
        given = keeper.given.get(value.value)
        if given is not None:
            return keeper.tree.code_of(given)
        return _constant(keeper.home, parameter.default)
    return _constant(keeper.home, value)


def _constant(tree: Tree, value: cst.BaseExpression | None) -> str | None:
    if isinstance(value, (cst.SimpleString, cst.BaseNumber)):
        return tree.code_of(value)
    is_word = isinstance(value, cst.Name) and value.value in ("None", "True", "False")
    return value.value if isinstance(value, cst.Name) and is_word else None


def spread_argument(widget: cst.Call, call: cst.Call) -> cst.Arg:
    """The argument by which a call is spread into that of the widget."""
    for argument in widget.args:
        if argument.star == "**" and argument.value is call:
            return argument
    raise Refused("what is spread into its call is more than the result of a function")
