"""Values that are others on every run, and which operations leave them so.

`uuid4().hex` is another text on every run, `datetime.now().year` is not. What is in no table here is
taken to settle the value: it then counts as data, because nothing proves that it changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution.domains import origins_of
from keylint.run.execution.origins import is_changing, settled, union
from keylint.run.keys import Hole, Key
from keylint.run.values import NONE, Known, Opaque, Origin, Reference, Text, Value, identity_of

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine

_CLOCKS = (
    "time.time",
    "time.perf_counter",
    "time.monotonic",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "pandas.Timestamp.now",
    "pandas.Timestamp.utcnow",
)
_RANDOM = (
    "uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7", "secrets.", "os.urandom", "random.", "numpy.random.",
)  # fmt: skip
# Generators that can be given a seed: the prefix of what one seed fixes.
_SEEDED = ("random.", "numpy.random.")
_GENERATORS = frozenset(
    {"random.Random", "numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator"}
)

_ATTRIBUTES = frozenset(
    {"hex", "int", "urn", "bytes", "time_low", "node", "fields", "minute", "second", "microsecond", "nanosecond"}
)
_METHODS = frozenset(
    {
        "isoformat", "timestamp", "time", "timetz", "ctime", "hex", "hexdigest", "digest", "encode", "decode", "format",
        "lower", "upper", "strip", "title", "replace", "random", "integers", "randint", "randrange", "choice",
        "choices",
        "sample", "uniform", "normal", "gauss", "standard_normal", "permutation", "random_sample", "rand", "randn",
        "astimezone",
    }
)  # fmt: skip
_FUNCTIONS = ("hashlib.", "base64.", "binascii.")
# Built-in functions that lose what changes: the length of a random text is always the same.
_SETTLING = frozenset({"len", "bool", "any", "all", "isinstance", "issubclass", "type", "callable"})
# Codes of strftime for parts of the time that are another one within minutes.
_QUICK_CODES = ("%S", "%s", "%f", "%M", "%c", "%T", "%X", "%r", "%R")


def call_changing(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """The result of an outside function that gives another value on every run; None when `name` is no such function."""
    if name == "builtins.id":
        fresh = any(isinstance(value, Reference) for value in arguments.positional)
        return _changing(machine, name, expression) if fresh else None
    if name == "time.strftime":
        return _changing(machine, name, expression) if _is_quick(arguments) else None
    if not name.startswith((*_CLOCKS, *_RANDOM)):
        return None
    family = next((prefix for prefix in _SEEDED if name.startswith(prefix)), None)
    if name.endswith(".seed"):
        if family is not None and _is_fixed(machine, arguments):
            machine.seeded.add(family)
        return NONE
    if family in machine.seeded or (name in _GENERATORS and _is_fixed(machine, arguments)):
        return _fixed(machine, name, expression)
    return _changing(machine, name, expression)


def _changing(machine: Machine, name: str, expression: ex.Expression) -> Value:
    """Another value on every run; in the body of an imported module, which runs once, one value."""
    if machine.initialising:
        return _fixed(machine, name, expression)
    origins = frozenset({Origin("unstable", name)})
    return machine.opaque("another value on every run", name, expression.span, origins=origins)


def _fixed(machine: Machine, name: str, expression: ex.Expression) -> Value:
    return machine.opaque("a fixed value", name, expression.span, origins=frozenset({Origin("environment")}))


def _is_fixed(machine: Machine, arguments: Arguments) -> bool:
    """Whether a seed is given that is not itself another one on every run."""
    values = arguments.all_values
    return (
        bool(values) and NONE not in values and not is_changing(union(origins_of(machine, value) for value in values))
    )


def is_of_the_clock(origin: Origin) -> bool:
    """Whether an unstable origin is the time, rather than chance."""
    return isinstance(origin.detail, str) and origin.detail.startswith((*_CLOCKS, "time.strftime"))


def settled_value(value: Value) -> Value:
    """A value that was another one when it was made, and stays what it is from then on."""
    match value:
        case Opaque(origins=origins):
            return replace(value, origins=settled(origins))
        case Text(key=key):
            parts = (replace(p, origins=settled(p.origins)) if isinstance(p, Hole) else p for p in key.parts)
            return Text(Key(tuple(parts)))
        case _:
            return value


def after_attribute(name: str, origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of `value.name`."""
    return origins if name in _ATTRIBUTES else settled(origins)


def after_function(name: str, origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of what an outside function makes of values."""
    return origins if name.startswith(_FUNCTIONS) else settled(origins)


def after_builtin(name: str, origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of what a built-in function makes of values."""
    return settled(origins) if name.removeprefix("builtins.") in _SETTLING else origins


def after_format(origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of `f"{value:…}"`: which parts of a time the text shows is not known."""
    return settled(origins) if any(is_of_the_clock(origin) for origin in origins) else origins


def changing_method(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value | None:
    """The result of `base.name(…)` where it is as changing as the base; None where that is not known."""
    if not isinstance(base, Opaque) or not is_changing(base.origins):
        return None
    if name == "strftime":
        keeps = _is_quick(arguments)
    else:
        keeps = name in _METHODS and not arguments.keywords.keys() & {"hour", "minute"}
    origins = base.origins if keeps else settled(base.origins)
    parts = map(identity_of, arguments.all_values)
    return machine.opaque("a computed value", f"method {name}", base.identity, *parts, origins=origins)


def _is_quick(arguments: Arguments) -> bool:
    given = arguments.get("format", 0)
    return isinstance(given, Known) and any(code in str(given.value) for code in _QUICK_CODES)
