"""Calls: what is called decides what happens; functions of the app are run in place, with their arguments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.run.execution import (
    access,
    builtin_functions,
    builtin_methods,
    classes,
    enumerations,
    state,
    streamlit_calls,
)
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import new_collection
from keylint.run.execution.contexts import inside
from keylint.run.execution.domains import ENVIRONMENT, alternatives_of, origins_of
from keylint.run.execution.drawing import draws, draws_widget, inherits_drawing
from keylint.run.execution.frames import Arm, Exits, Frame
from keylint.run.execution.iteration import evaluate_arguments
from keylint.run.execution.machine import LEAVING, Machine
from keylint.run.execution.memory import remembering
from keylint.run.execution.names import assign_name
from keylint.run.execution.opaque_calls import unknown_call
from keylint.run.execution.origins import union
from keylint.run.execution.recursion import why_not_followed
from keylint.run.execution.scopes import declared, makes_functions
from keylint.run.execution.sealing import followed, is_sealed, stays_outside
from keylint.run.execution.shared_caches import cached_object
from keylint.run.execution.sites import written_arguments
from keylint.run.execution.uses import record_use
from keylint.run.reasons import Reason
from keylint.run.trace import Guard
from keylint.run.values import (
    FACTORY,
    MANAGER,
    NONE,
    BoundBuiltin,
    Choice,
    ClassValue,
    External,
    FunctionValue,
    Items,
    Known,
    NavigationValue,
    Opaque,
    Origin,
    PageValue,
    Partial,
    Reference,
    StateValue,
    StreamlitValue,
    Table,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.findings import Location
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.trace import GuardKind

_ENDING: frozenset[GuardKind] = LEAVING - {"return", "break", "continue"}


def evaluate_call(machine: Machine, expression: ex.Call) -> Value:
    callee = _callee(machine, expression.function)
    arguments = evaluate_arguments(machine, expression.arguments)
    return call(machine, callee, arguments, expression)


def _callee(machine: Machine, expression: ex.Expression) -> Value:
    if not isinstance(expression, ex.Attribute):
        return machine.evaluate(expression)
    base = machine.evaluate(expression.base)
    if isinstance(base, Choice):
        return machine.value_of([(c, _method(machine, inner, expression)) for c, inner in base.alternatives])
    objects = [one for one in machine.store.candidates(base) if one.class_ is not None]
    if len(objects) == 1:
        return _method(machine, objects[0], expression)
    if any(draws(machine, one) for one in objects):
        machine.unknown(expression.span, Reason.UNKNOWN_METHOD)
    return _method(machine, base, expression)


def _method(machine: Machine, base: Value, expression: ex.Attribute) -> Value:
    """What `base.name` is when it is called: an unknown attribute of an unknown value is a method of that value."""
    if isinstance(base, StateValue) and not _is_of_app(base.seed):
        return BoundBuiltin(base, expression.attribute, expression)
    if isinstance(base, Reference) and base.class_ is None and not _has_own(machine, base, expression.attribute):
        return BoundBuiltin(base, expression.attribute, expression)
    value = access.attribute_of(machine, base, expression.attribute, expression)
    if _is_handed_through(machine, base, value):
        return BoundBuiltin(base, expression.attribute, expression)
    if isinstance(value, Opaque) and not isinstance(base, (ClassValue, FunctionValue)):
        return BoundBuiltin(base, expression.attribute, expression)
    if isinstance(value, Opaque) and (expression.attribute == "__subclasses__" or inherits_drawing(machine, base)):
        machine.unknown(expression.span, Reason.UNKNOWN_METHOD)
    return value


def _is_handed_through(machine: Machine, base: Value, value: Value) -> bool:
    """Whether an object gives a method of another one by `__getattr__`, which draws no widget: most often a service, of
    which only the result matters."""
    if not isinstance(value, (FunctionValue, Choice)) or classes.special_method(machine, base, "__getattr__") is None:
        return False
    given = [inner for _, inner in alternatives_of(value) if isinstance(inner, FunctionValue)]
    return bool(given) and not any(each.bound == base or draws_widget(machine, each) for each in given)


def _has_own(machine: Machine, base: Reference, name: str) -> bool:
    """Whether a list, set or dict was given an attribute."""
    return machine.store.get(("attribute", base.identity, name)) is not None


def _is_of_app(seed: Value | None) -> bool:
    """Whether an object's class is the app's, or it is a class or function itself."""
    return isinstance(seed, (ClassValue, FunctionValue)) or (isinstance(seed, Reference) and seed.class_ is not None)


def call(machine: Machine, callee: Value, arguments: Arguments, expression: ex.Expression) -> Value:
    """The result of calling a value; whatever the call does is recorded under the present condition."""
    if not machine.is_alive:
        return NONE
    match callee:
        case Choice(alternatives=alternatives):
            return _call_one_of(machine, alternatives, arguments, expression)
        case StreamlitValue():
            return streamlit_calls.call_streamlit(machine, callee, arguments, expression)
        case FunctionValue() if "contextmanager" in callee.roles:
            return Partial(MANAGER, (callee, *arguments.positional), tuple(arguments.keywords.items()))
        case FunctionValue() | ClassValue() if stays_outside(machine, callee.module, arguments):
            return followed(
                machine,
                lambda: _run_of_app(machine, callee, arguments, expression),
                lambda: unknown_call(machine, callee, arguments, expression),
            )
        case FunctionValue() | ClassValue():
            return _run_of_app(machine, callee, arguments, expression)
        case Partial(function=function, positional=positional, keywords=keywords):
            filled = replace(arguments.before(*positional), keywords={**dict(keywords), **arguments.keywords})
            return call(machine, function, filled, expression)
        case StateValue(seed=FunctionValue() | ClassValue() as seed):
            return call(machine, seed, arguments, expression)
        case BoundBuiltin(base=NavigationValue() | PageValue() as base, name="run"):
            return _run_page(machine, base, expression)
        case BoundBuiltin(base=base, name=name) if state.is_session_state(base):
            return builtin_methods.call_state_method(machine, name, arguments, expression)
        case BoundBuiltin():
            return builtin_methods.call_method(machine, callee, arguments, expression)
        case External():
            return builtin_functions.call_external(machine, callee, arguments, expression)
        case Reference(class_=ClassValue() as class_):
            method = classes.find_member(machine, class_, "__call__")
            if isinstance(method, FunctionValue):
                return call_function(machine, replace(method, bound=callee), arguments, expression)
    return unknown_call(machine, callee, arguments, expression)


def _run_of_app(
    machine: Machine, callee: FunctionValue | ClassValue, arguments: Arguments, expression: ex.Expression
) -> Value:
    if isinstance(callee, ClassValue):
        return instantiate(machine, callee, arguments, expression)
    return remembering(
        machine, callee, arguments, expression, lambda: call_function(machine, callee, arguments, expression)
    )


def _call_one_of(
    machine: Machine,
    alternatives: tuple[tuple[Condition, Value], ...],
    arguments: Arguments,
    expression: ex.Expression,
) -> Value:
    """A dispatch: each of the things that may be called runs under its own condition."""
    results: list[tuple[Condition, Value]] = []
    location = machine.location(expression.span)

    def arm(condition: Condition, callee: Value) -> Arm:
        def action() -> None:
            results.append((condition, call(machine, callee, arguments, expression)))

        return Arm(condition, Guard("case", location, condition), action)

    machine.run_arms([arm(condition, callee) for condition, callee in alternatives])
    return machine.value_of(results)


def call_function(
    machine: Machine,
    function: FunctionValue,
    arguments: Arguments,
    expression: ex.Expression,
    at_yield: Callable[[Value], None] | None = None,
) -> Value:
    """Runs a function of the app in place and gives what it returns. `at_yield` is called with what a generator
    gives."""
    machine.program.unfollowed_decorators.note_call(function)
    if function.bound is not None:
        arguments = arguments.before(function.bound)
    name = getattr(function.definition, "name", "lambda")
    if function.roles & {"cached", "remembered"}:
        return _cached_result(machine, function, arguments, expression, name)
    reason = why_not_followed(machine, function)
    if reason is not None:
        if draws(machine, function):
            machine.unknown(expression.span, reason)
        return unknown_call(machine, NONE, arguments, expression)
    location = machine.location(expression.span)
    context, guards = machine.context, machine.guards
    loops, machine.loops = machine.loops, []
    mode, attempts = machine.mode, machine.attempts
    sealed = at_yield is None and is_sealed(machine, function, arguments)
    if sealed:
        machine.mode, machine.attempts = replace(mode, is_sealed=True), []
    machine.path.enter()
    returns = machine.exits()
    machine.store.branch()
    frame = _enter(machine, function, arguments, expression, location)
    frame.returns, frame.at_yield = returns, at_yield
    machine.context = inside(machine, function, location, name)
    machine.active.append(function)
    if machine.recordings:
        recording = machine.recordings[-1]
        recording.deepest = max(recording.deepest, len(machine.active) - recording.active)
    if isinstance(function.definition, ex.Lambda):
        frame.results.append((ALWAYS, machine.evaluate(function.definition.body)))
    else:
        machine.execute(function.definition.body)
        if machine.path.condition is not NEVER:
            frame.results.append((machine.path.condition, NONE))
    machine.active.pop()
    machine.frames.pop()
    machine.loops = loops
    machine.context = context
    certain = all(inside == context.loops and reached is ALWAYS for reached, inside, _ in frame.yields)
    machine.mode, machine.attempts = mode, attempts
    stays = _come_back(machine, returns, function, frame.scope.number, forget=sealed)
    ended = tuple(guard for guard in machine.guards[len(guards) :] if guard.kind in _ENDING)
    machine.guards = guards if stays is ALWAYS else (*guards, *ended)
    if isinstance(function.definition, st.Function) and function.definition.is_generator:
        return _generated(machine, frame, expression, certain=certain)
    return machine.value_of(frame.results)


def _come_back(machine: Machine, returns: Exits, function: FunctionValue, scope: int, *, forget: bool) -> Condition:
    """Goes on behind a call, wherever it returned, and gives the runs that do; `forget` takes it that all do.

    Its own names are forgotten, unless a function in it still sees them.
    """
    layer = machine.store.leave_branch()
    if not isinstance(function.definition, ex.Lambda) and not makes_functions(function.definition.body):
        layer = machine.store.forget(layer, scope)
        returns.taken = [(condition, machine.store.forget(written, scope)) for condition, written in returns.taken]
    machine.store.merge([(machine.path.condition, layer), *returns.taken])
    stays = machine.path.leave(forget=forget)
    machine.path.narrow(stays)
    return stays


def _generated(machine: Machine, frame: Frame, expression: ex.Expression, *, certain: bool) -> Value:
    """What a generator gives, item by item, where every item is certain."""
    values = tuple(value for _, _, value in frame.yields)
    if certain and frame.at_yield is None:
        return Items("list", values)
    origins = union(origins_of(machine, value) for value in values) | {Origin("data", "a generator")}
    return machine.opaque("a generator", *machine.birthplace(expression.span), origins=origins)


def _cached_result(
    machine: Machine, function: FunctionValue, arguments: Arguments, expression: ex.Expression, name: str
) -> Value:
    """A cached function's body need not run; its result is data that depends on its arguments."""
    if draws_widget(machine, function):
        machine.unknown(expression.span, Reason.DRAWN_IN_CACHE)
    for value in arguments.all_values:
        record_use(machine, value, "cached", expression.span, name)
    origins = union(origins_of(machine, value) for value in arguments.all_values) | {Origin("data", name)}
    identity = (function.module, function.span, *map(identity_of, arguments.all_values))
    result = machine.opaque("a cached result", *identity, origins=origins)
    return cached_object(machine, function, arguments, result, expression)


def _enter(
    machine: Machine, function: FunctionValue, arguments: Arguments, expression: ex.Expression, location: Location
) -> Frame:
    """Opens the frame of a call and binds the parameters."""
    definition = function.definition
    body: st.Block = () if isinstance(definition, ex.Lambda) else definition.body
    scope = machine.program.new_scope(
        function.scope,
        function.module,
        global_names=declared(body, "global"),
        outer_names=declared(body, "nonlocal"),
    )
    frame = Frame(scope, function, location, written_arguments(function, arguments, expression))
    bound: dict[str, Value] = {}
    taken: set[str] = set()
    defaults = dict(function.defaults)
    position = 0
    for parameter in definition.parameters:
        if parameter.kind == "*":
            bound[parameter.name] = Items("tuple", arguments.positional[position:], not arguments.spreads)
            continue
        if parameter.kind == "**":
            rest = tuple((Known(key), value) for key, value in arguments.keywords.items() if key not in taken)
            identity = machine.program.identity("keywords", scope.number)
            table = Table(rest, not arguments.spreads)
            bound[parameter.name] = new_collection(machine, identity, "dict", table)
            continue
        place = position if parameter.kind == "positional" else None
        value = arguments.get(parameter.name, place)
        if value is not None:
            taken.add(parameter.name)
        else:
            value = defaults.get(parameter.name) or machine.opaque(
                "an argument that cannot be seen", function.module, function.span, parameter.name
            )
        bound[parameter.name] = value
        position += parameter.kind == "positional"
    machine.frames.append(frame)
    for parameter_name, value in bound.items():
        assign_name(machine, parameter_name, value)
    return frame


def instantiate(machine: Machine, class_: ClassValue, arguments: Arguments, expression: ex.Expression) -> Value:
    """A new object of a class of the app, after its `__init__`. An enumeration gives the member asked for."""
    machine.program.unfollowed_decorators.note_call(class_)
    if enumerations.is_enumeration(class_):
        return arguments.positional[0] if arguments.positional else NONE
    identity = machine.program.identity("instance", class_, *machine.birthplace(expression.span))
    instance = Reference(identity, "instance", class_)
    maker = classes.find_member(machine, class_, "__new__")
    if isinstance(maker, FunctionValue) and draws(machine, maker):
        call_function(machine, replace(maker, bound=class_), arguments, expression)
    initialiser = classes.find_member(machine, class_, "__init__")
    if classes.has_unknown_bases(class_):
        _note_unseen_fields(machine, instance, arguments, is_handed_on=isinstance(initialiser, FunctionValue))
    if isinstance(initialiser, FunctionValue):
        call_function(machine, replace(initialiser, bound=instance), arguments, expression)
    else:
        _fill_fields(machine, class_, identity, arguments, expression)
        prepare = classes.find_member(machine, class_, "__post_init__")
        if isinstance(prepare, FunctionValue):
            call_function(machine, replace(prepare, bound=instance), Arguments(), expression)
    return instance


def _note_unseen_fields(machine: Machine, instance: Reference, arguments: Arguments, *, is_handed_on: bool) -> None:
    """What a base class outside the app makes of the arguments is not seen: any attribute may come from any of them,
    and where they are not plainly the fields, any field may have another value than its default."""
    assert instance.class_ is not None
    origins = union(origins_of(machine, value) for value in arguments.all_values)
    origins |= {Origin("data", "an argument")} if arguments.all_values else ENVIRONMENT
    is_plain = classes.keeps_defaults(instance.class_) and not (arguments.spreads or is_handed_on)
    reason: OpaqueReason = "an attribute" if is_plain else classes.UNSEEN
    held = machine.opaque(reason, instance.identity, classes.ANY_ATTRIBUTE, origins=origins)
    machine.store.set(("instance", instance.identity, classes.ANY_ATTRIBUTE), held)


def _fill_fields(
    machine: Machine, class_: ClassValue, identity: Hashable, arguments: Arguments, expression: ex.Expression
) -> None:
    """Gives a new object of a dataclass or named tuple its attributes. Defaults are found in the class, but for
    factories."""
    fields = classes.fields_of(class_)
    given = {**dict(zip(fields, arguments.positional, strict=False)), **arguments.keywords}
    for name in fields:
        if name not in given and arguments.spreads:
            given[name] = machine.opaque(
                "an argument that cannot be seen", identity, name, origins=frozenset({Origin("data", "an argument")})
            )
        default = classes.find_member(machine, class_, name)
        if name not in given and isinstance(default, Partial) and default.function == FACTORY:
            given[name] = call(machine, default.positional[0], Arguments(), expression)
    for name, value in given.items():
        machine.store.set(("instance", identity, name), value)


def _run_page(machine: Machine, base: NavigationValue | PageValue, expression: ex.Expression) -> Value:
    page = base.page if isinstance(base, NavigationValue) else base
    if page is not None and isinstance(base, NavigationValue):
        machine.interpreter.run_page(machine, page, expression)
    return NONE
