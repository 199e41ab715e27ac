"""Functions outside the app that decide keys, loops and conditions: builtins and a little of the standard library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution import entries, modules, state
from keylint.run.execution.applying import call_pure
from keylint.run.execution.changing import call_changing
from keylint.run.execution.collection_functions import COLLECTION_FUNCTIONS
from keylint.run.execution.components import call_component, is_component
from keylint.run.execution.copies import give_all_items_of
from keylint.run.execution.domains import alternatives_of, content_of, key_of, origins_of, text_value, truth_of
from keylint.run.execution.failures import CONVERSIONS, converts
from keylint.run.execution.file_paths import call_path_function
from keylint.run.execution.iteration import items_of
from keylint.run.execution.noting import moment
from keylint.run.execution.object_functions import OBJECT_FUNCTIONS
from keylint.run.execution.opaque_calls import derived, from_among, unknown_call
from keylint.run.execution.origins import union
from keylint.run.execution.pure_functions import COMBINING, combine
from keylint.run.execution.shared_objects import copy_of, note_maker
from keylint.run.execution.special_methods import ASKED_BY, DECIDING, ITERATING, call_drawing, call_special, iterated
from keylint.run.execution.type_tests import call_isinstance
from keylint.run.reasons import Reason
from keylint.run.values import (
    NONE,
    External,
    Items,
    Known,
    Opaque,
    Origin,
    Partial,
    Reference,
    StateValue,
    Text,
    Truth,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine

# Fixed while the process runs.
ENVIRONMENT = (
    "os.environ",
    "os.getenv",
    "sys.",
    "platform.",
    "os.name",
    "argparse.",
    "importlib.util.find_spec",
    "shutil.which",
)
# Compute from their arguments and from nothing else.
_PURE = frozenset(
    {
        "len", "int", "float", "bool", "abs", "round", "min", "max", "sum", "any", "all", "repr", "hash", "ord", "chr",
        "divmod", "pow", "issubclass", "callable", "format", "iter", "next", "filter", "map", "slice",
        "dict.fromkeys", "str.join", "str.strip", "str.lower", "str.upper",
    }
)  # fmt: skip

# The same of the libraries that dates, numbers and tables are made with.
_CONVERTING = frozenset(
    {
        "datetime.date", "datetime.time", "datetime.datetime", "datetime.timedelta", "datetime.datetime.combine",
        "datetime.datetime.strptime", "datetime.datetime.fromisoformat", "datetime.date.fromisoformat",
        "pandas.Timestamp", "pandas.Timedelta", "pandas.DateOffset", "pandas.to_datetime", "pandas.to_timedelta",
        "pandas.to_numeric", "pandas.DataFrame", "pandas.Series", "pandas.Categorical", "pandas.concat", "pandas.merge",
        "pandas.isna", "pandas.notna", "pandas.date_range", "pandas.cut", "numpy.datetime64", "numpy.timedelta64",
        "numpy.array", "decimal.Decimal",
        "math.ceil", "math.floor", "math.log", "math.log10", "math.sqrt", "math.exp", "math.radians", "math.pow",
    }
)  # fmt: skip


# Move the items of a list to other positions.
_REORDERING = frozenset({"random.shuffle", "numpy.random.shuffle", "heapq.heapify", "heapq.heappop"})


def _reorder(machine: Machine, listed: Value, name: str, expression: ex.Expression) -> Value:
    """The items of a list are elsewhere afterwards; which is where, only the run knows."""
    if isinstance(listed, StateValue):
        state.record_change(machine, listed.key, name, expression.span)
        state.write_inside(machine, listed, NONE, expression.span)
    content = content_of(machine, listed)
    if isinstance(listed, Reference) and isinstance(content, Items):
        origins = union(origins_of(machine, element) for element in content.elements)
        shuffled = machine.opaque("a changed collection", listed.identity, moment(machine), origins=origins)
        machine.store.set(("content", listed.identity), shuffled)
    return NONE


def call_external(machine: Machine, callee: External, arguments: Arguments, expression: ex.Expression) -> Value:
    """The result of calling something that is not part of the app."""
    name = callee.name
    if name in CONVERSIONS:
        converts(machine, name, arguments, expression.span)
    builtin = name.removeprefix("builtins.") if name.startswith("builtins.") else None
    if builtin in ITERATING:
        given = tuple(iterated(machine, value, expression.span) for value in arguments.positional)
        arguments = replace(arguments, positional=given)
    elif builtin in ASKED_BY and arguments.positional:
        ask = call_special if builtin in DECIDING else call_drawing
        asked = ask(machine, arguments.positional[0], ASKED_BY[builtin], (), expression.span)
        if asked is not None:
            return asked
    if builtin is not None and builtin in _BUILTINS:
        return _BUILTINS[builtin](machine, arguments, expression)
    for functions in (COLLECTION_FUNCTIONS, OBJECT_FUNCTIONS):
        if name in functions:
            return functions[name](machine, arguments, expression)
    if builtin in _PURE:
        return call_pure(machine, builtin, arguments, expression)
    if name in _CONVERTING:
        return derived(machine, name, arguments)
    path = call_path_function(machine, name, arguments, expression)
    if path is not None:
        return path
    if name in COMBINING:
        return combine(machine, name, arguments, expression) or derived(machine, name, arguments)
    if name in _LIBRARY:
        return _LIBRARY[name](machine, arguments, expression)
    if is_component(machine, name, arguments):
        return call_component(machine, name, arguments, expression)
    if name in machine.program.project.persist_functions:
        return _persist(machine, arguments, expression)
    if name in _REORDERING and arguments.positional:
        return _reorder(machine, arguments.positional[0], name, expression)
    changing = call_changing(machine, name, arguments, expression)
    if changing is not None:
        return from_among(machine, changing, arguments)
    if name.startswith(ENVIRONMENT):
        return machine.opaque(
            "the environment", name, *map(identity_of, arguments.all_values), origins=frozenset({Origin("environment")})
        )
    value = unknown_call(machine, callee, arguments, expression)
    note_maker(machine, value, name)
    return value


def _persist(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """A function that the configuration trusts to keep the keys it is given; it gives the key back, as such helpers
    do."""
    keys = [value for value in arguments.all_values if isinstance(value, (Known, Text))]
    machine.program.trusted_keys.update(key_of(machine, key).text for key in keys)
    return keys[0] if keys else derived(machine, "persist", arguments)


def _str(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if not arguments.positional:
        return Known("")
    if isinstance(arguments.positional[0], Opaque) and arguments.positional[0].reason == state.A_KEY:
        return arguments.positional[0]
    return machine.value_of([(c, text_value(key_of(machine, v))) for c, v in alternatives_of(arguments.positional[0])])


def _bool(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if not arguments.positional:
        return Known(False)
    value = arguments.positional[0]
    return Truth(truth_of(machine, value, machine.location(expression.span)), origins_of(machine, value))


def _len(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    counted = arguments.positional[0] if arguments.positional else None
    items = items_of(machine, counted) if counted is not None else None
    varies = isinstance(counted, Reference) and machine.store.get(("chosen", counted.identity)) is not None
    if items is not None and not varies:
        return Known(len(items.elements))
    length = derived(machine, "len", arguments)
    if counted is not None:
        give_all_items_of(machine, length, counted)
    return length


def _partial(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if not arguments.positional:
        return NONE
    return Partial(arguments.positional[0], arguments.positional[1:], tuple(arguments.keywords.items()))


def _import_module(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`importlib.import_module("pages.home")`: the module, when its name is known; a choice of names is a choice of
    modules."""
    if not arguments.positional:
        return NONE
    results = []
    for condition, alternative in alternatives_of(arguments.positional[0]):
        if isinstance(alternative, Known) and isinstance(alternative.value, str):
            dotted = alternative.value
            path = modules.find(machine, dotted.lstrip("."), len(dotted) - len(dotted.lstrip(".")))
            results.append((condition, modules.module_value(machine, dotted, path)))
        else:
            machine.unknown(expression.span, Reason.COMPUTED_MODULE)
            results.append((condition, derived(machine, "importlib.import_module", arguments)))
    return machine.value_of(results)


def _execute_text(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    machine.unknown(expression.span, Reason.COMPUTED_CODE)
    return unknown_call(machine, External("builtins.exec"), arguments, expression)


def _cast(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`typing.cast(type, value)` is the value."""
    return arguments.get("val", 1) or derived(machine, "typing.cast", arguments)


def _run_by_hand(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    machine.unknown(expression.span, Reason.FILE_RUN_BY_HAND)
    return derived(machine, "a file that is run by hand", arguments)


def _same(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    return arguments.positional[0] if arguments.positional else NONE


def _copy(machine: Machine, arguments: Arguments, expression: ex.Expression, *, is_deep: bool) -> Value:
    value = _same(machine, arguments, expression)
    if state.is_dict(machine, value):
        return entries.copied(machine, value, entries.unseen_entries(machine, value), expression.span)
    return copy_of(machine, value, expression.span, is_deep=is_deep)


def _deferred_wraps(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    return External("keylint.identity")


def _print(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    return NONE


_BUILTINS: dict[str, Callable[[Machine, Arguments, ex.Expression], Value]] = {
    "isinstance": call_isinstance,
    "str": _str,
    "bool": _bool,
    "len": _len,
    "exec": _execute_text,
    "eval": _execute_text,
    "print": _print,
    "__import__": _import_module,
}
_LIBRARY: dict[str, Callable[[Machine, Arguments, ex.Expression], Value]] = {
    "functools.partial": _partial,
    "functools.wraps": _deferred_wraps,
    "keylint.identity": _same,
    "importlib.import_module": _import_module,
    "importlib.reload": _same,
    "importlib.util.module_from_spec": _run_by_hand,
    "typing.cast": _cast,
    "types.MappingProxyType": _same,
    "runpy.run_path": _run_by_hand,
    "runpy.run_module": _run_by_hand,
    "copy.copy": lambda machine, arguments, expression: _copy(machine, arguments, expression, is_deep=False),
    "copy.deepcopy": lambda machine, arguments, expression: _copy(machine, arguments, expression, is_deep=True),
}
