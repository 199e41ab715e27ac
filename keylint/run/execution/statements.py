"""Execution: one function per kind of statement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.run.execution import access, branching, context_managers, enumerations, expressions, loops, modules
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import bounded
from keylint.run.execution.calls import call
from keylint.run.execution.classes import lineage, setter_name
from keylint.run.execution.comparisons import compare
from keylint.run.execution.domains import flipped_by, origins_of, truth_of
from keylint.run.execution.failures import claims
from keylint.run.execution.frames import Arm, Frame
from keylint.run.execution.machine import LEAVING, Machine
from keylint.run.execution.names import assign, assign_name
from keylint.run.execution.shared_objects import forget_read, own_class, own_defaults
from keylint.run.execution.uses import record_use
from keylint.run.trace import Atom, Guard, Leave
from keylint.run.values import (
    NONE,
    ClassValue,
    External,
    FunctionValue,
    Origin,
    StreamlitValue,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.findings import Location
    from keylint.run.values import Role

_MISSING_KEY = frozenset({"KeyError", "AttributeError", "Exception", "LookupError", "BaseException"})
_ROLES: dict[str, Role] = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "functools.cache": "remembered",
    "functools.lru_cache": "remembered",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
}


def _evaluate(machine: Machine, statement: st.Evaluate) -> None:
    value = machine.evaluate(statement.value)
    if not isinstance(statement.value, ex.Call):
        record_use(machine, value, "display", statement.span, "magic")


def _assign(machine: Machine, statement: st.Assign) -> None:
    if isinstance(statement.value, ex.Call) and (name := _name_given(statement.targets[0])) is not None:
        machine.binding = statement.value, name
    value = machine.evaluate(statement.value)
    forget_read(machine, value, statement.value.span)
    for target in statement.targets:
        assign(machine, target, value)


def _name_given(target: ex.Expression) -> str | None:
    """What an assignment calls the value: `days`, `self.days`, `settings["days"]`."""
    match target:
        case ex.Name(identifier=name) | ex.Attribute(attribute=name) | ex.Subscript(index=ex.Constant(value=str(name))):
            return name
    return None


def _augmented_assign(machine: Machine, statement: st.AugmentedAssign) -> None:
    before = machine.evaluate(statement.target)
    made = expressions.binary(machine, statement.operator, before, machine.evaluate(statement.value), statement.span)
    after = bounded(machine, made, statement.span)
    mode, machine.mode = machine.mode, replace(machine.mode, is_updating=True)
    assign(machine, statement.target, after)
    machine.mode = mode


def _delete(machine: Machine, statement: st.Delete) -> None:
    for target in statement.targets:
        access.delete_target(machine, target)


def _match(machine: Machine, statement: st.Match) -> None:
    subject = machine.evaluate(statement.subject)
    _match_cases(machine, statement.cases, subject, machine.location(statement.subject.span))


def _match_cases(machine: Machine, cases: tuple[st.Case, ...], subject: Value, location: Location) -> None:
    """The cases up to the first guard, which decides between its own case and all that follow."""
    taken: Condition = NEVER
    arms: list[Arm] = []
    for position, case in enumerate(cases):
        holds = _case_condition(machine, case, subject)
        reached = machine.conditions.without(holds, taken)
        rest = partial(_match_cases, machine, cases[position + 1 :], subject, location)
        body = _case_body(machine, case, subject, rest)
        arms.append(Arm(reached, Guard("case", machine.location(case.span), reached), body))
        taken = machine.conditions.either(taken, holds)
        if case.guard is not None:
            arms.append(Arm(machine.conditions.negate(taken), None, rest))
            break
    else:
        arms.append(Arm(machine.conditions.negate(taken), Guard("else", location, taken), lambda: None))
    machine.run_arms(arms)


def _case_condition(machine: Machine, case: st.Case, subject: Value) -> Condition:
    location = machine.location(case.span)
    if case.irrefutable:
        return ALWAYS
    if case.values:
        return machine.any_of(compare(machine, "==", subject, machine.evaluate(v), location) for v in case.values)
    origins = origins_of(machine, subject)
    identity = machine.program.identity("pattern", case.span, machine.scope.module, identity_of(subject))
    return machine.atom(Atom(identity, "true", kind=flipped_by(origins), origins=origins, location=location))


def _case_body(machine: Machine, case: st.Case, subject: Value, otherwise: Callable[[], None]) -> Callable[[], None]:
    def action() -> None:
        for name in case.captures:
            assign_name(machine, name, subject)
        if case.guard is None:
            machine.execute(case.body)
            return
        location = machine.location(case.guard.span)
        holds = truth_of(machine, machine.evaluate(case.guard), location)
        machine.run_arms(
            [
                Arm(holds, Guard("if", location, holds), lambda: machine.execute(case.body)),
                Arm(machine.conditions.negate(holds), None, otherwise),
            ]
        )

    return action


def _try(machine: Machine, statement: st.Try) -> None:
    guards, before = machine.guards, machine.path.condition
    if statement.handlers:
        _attempt(machine, statement)
    else:
        machine.execute(statement.body)
    if statement.final:
        after, ended = machine.path.condition, machine.guards
        machine.path.condition, machine.guards = before, guards
        machine.execute(statement.final)
        machine.guards = ended
        machine.path.narrow(after)


def _attempt(machine: Machine, statement: st.Try) -> None:
    """The body runs where nothing fails, a handler where something does; what `raise` says is known for certain."""
    guards, context, path, store = machine.guards, machine.context, machine.path, machine.store
    location = machine.location(statement.span)
    catches = any(_catches_missing_key(handler) for handler in statement.handlers)
    atom = Atom(
        ("try", location), "fails", kind="exception", origins=frozenset({Origin("exception")}), location=location
    )
    fails = machine.atom(atom)
    path.enter()
    attempt = machine.exits()
    attempt.catches = frozenset(name for handler in statement.handlers for name in _names_of(handler))

    path.enter(fails.negation)
    store.branch()
    machine.attempts.append(attempt)
    machine.context = replace(context, catches_missing_key=context.catches_missing_key or catches)
    machine.execute(statement.body)
    machine.context = context
    machine.attempts.pop()
    machine.execute(statement.otherwise)
    calm = machine.conditions.both(fails.negation, path.leave())
    calm_layer = store.leave_branch()
    left = [guard for guard in machine.guards[len(guards) :] if guard.kind in LEAVING]

    machine.guards = guards
    failed = machine.any_of((fails, *(condition for condition, _ in attempt.taken)))
    path.enter(failed)
    store.branch()
    store.merge([(fails, {}), *attempt.taken])
    _handle(machine, statement.handlers, location)
    handled = machine.conditions.both(failed, path.leave())
    store.merge([(calm, calm_layer), (handled, store.leave_branch())])
    left += [guard for guard in machine.guards[len(guards) :] if guard.kind in LEAVING]
    path.condition = machine.conditions.either(calm, handled)
    stays = path.leave()
    path.narrow(stays)
    machine.guards = guards if stays is ALWAYS else (*guards, *dict.fromkeys(left))


def _handle(machine: Machine, handlers: tuple[st.Handler, ...], location: Location) -> None:
    """Runs the handlers where something was raised: which of several it is, only the run knows."""
    caught, within, rest = machine.reached(), machine.path.reached_within, ALWAYS
    arms: list[Arm] = []
    for handler in handlers:
        which = ALWAYS
        if handler is not handlers[-1]:
            subject = ("handler", machine.location(handler.span))
            which = machine.atom(Atom(subject, "fails", kind="exception", location=location))
        arms.append(_handler_arm(machine, handler, machine.conditions.both(rest, which), caught, within))
        rest = machine.conditions.without(rest, which)
    machine.run_arms(arms)


def _handler_arm(
    machine: Machine, handler: st.Handler, condition: Condition, caught: Condition, within: Condition
) -> Arm:
    """`caught` are the runs in which something was raised, `within` counted from the innermost recording."""
    location = machine.location(handler.span)
    guard = Guard("except", location, machine.conditions.both(condition, caught))
    if machine.recordings:
        machine.recordings[-1].caught[guard] = machine.conditions.both(condition, within)

    def action() -> None:
        if handler.name:
            assign_name(machine, handler.name, machine.opaque("an exception", location))
        machine.execute(handler.body)

    return Arm(condition, guard, action)


def _catches_missing_key(handler: st.Handler) -> bool:
    return not _names_of(handler).isdisjoint(_MISSING_KEY)


def _names_of(handler: st.Handler) -> frozenset[str]:
    """The exceptions that it catches; a bare one catches any."""
    kinds = handler.type.items if isinstance(handler.type, ex.Sequence) else (handler.type,)
    return frozenset(getattr(kind, "identifier", getattr(kind, "attribute", "Exception")) for kind in kinds)


def _function(machine: Machine, statement: st.Function) -> None:
    defaults = expressions.defaults_of(machine, statement.parameters)
    function = FunctionValue(statement, statement.span, machine.scope.module, machine.scope.number, defaults=defaults)
    own_defaults(machine, function, statement.name)
    if _is_setter(statement):
        machine.store.set((machine.scope.number, setter_name(statement.name)), function)
        return
    value: Value = function
    for decorator in reversed(statement.decorators):
        value = _decorate(machine, machine.evaluate(decorator), value, decorator)
    assign_name(machine, statement.name, value)


def _is_setter(statement: st.Function) -> bool:
    """Whether a function says what assigning to the property of its name does."""
    return any(
        isinstance(decorator, ex.Attribute)
        and decorator.attribute == "setter"
        and decorator.base == ex.Name(statement.name, decorator.base.span)
        for decorator in statement.decorators
    )


def _decorate(machine: Machine, decorator: Value, value: Value, expression: ex.Expression) -> Value:
    """Applies a decorator: one of the app's runs, Streamlit's and Python's own give roles, others change nothing."""
    machine.program.unfollowed_decorators.note(decorator, value, machine.location(expression.span))
    if isinstance(decorator, External):
        role = _ROLES.get(decorator.name)
        return replace(value, roles=value.roles | {role}) if role and isinstance(value, FunctionValue) else value
    if isinstance(decorator, (FunctionValue, StreamlitValue)):
        decorated = call(machine, decorator, Arguments((value,)), expression)
        return decorated if isinstance(decorated, FunctionValue) else value
    return value


def _class(machine: Machine, statement: st.Class) -> None:
    bases = tuple(machine.evaluate(base) for base in statement.bases)
    scope = machine.program.new_scope(machine.scope.number, machine.scope.module, is_class=True)
    machine.frames.append(Frame(scope))
    machine.execute(statement.body)
    machine.frames.pop()
    class_ = ClassValue(statement, statement.span, machine.scope.module, scope.number, bases)
    own_class(machine, class_)
    machine.program.classes[class_] = None
    if enumerations.is_enumeration(class_):
        enumerations.give_values(machine, class_, ex.Name(statement.name, statement.span))
    for expression in statement.decorators:
        decorator = machine.evaluate(expression)
        machine.program.unfollowed_decorators.note(decorator, class_, machine.location(expression.span))
    assign_name(machine, statement.name, class_)
    _tell_base(machine, class_)


def _tell_base(machine: Machine, class_: ClassValue) -> None:
    """Calls what a base class has to be told of each class that is made from it."""
    for ancestor in lineage(class_)[1:]:
        told = machine.store.get((ancestor.scope, "__init_subclass__"))
        if isinstance(told, FunctionValue):
            whole = ex.Call(ex.Name(class_.definition.name, class_.span), (), class_.span)
            call(machine, replace(told, bound=class_), Arguments(spreads=True), whole)
            return


def _return(machine: Machine, statement: st.Return) -> None:
    value: Value = NONE
    if statement.value is not None:
        value = machine.evaluate(statement.value)
        forget_read(machine, value, statement.value.span)
    if not machine.is_alive:
        return
    frame = machine.frame
    frame.results.append((machine.path.since(frame.returns.segment), value))
    machine.leave("return", statement.span, frame.returns)


def _raise(machine: Machine, statement: st.Raise) -> None:
    if statement.value is not None:
        machine.evaluate(statement.value)
    exits = machine.attempts[-1] if machine.attempts else None
    if exits is None and not machine.mode.is_sealed:
        machine.record(Leave, statement.span, kind="raise")
    machine.leave("raise", statement.span, exits)


def _assert(machine: Machine, statement: st.Assert) -> None:
    value = machine.evaluate_test(statement.test)
    if machine.is_alive:
        claims(machine, truth_of(machine, value, machine.location(statement.test.span)), statement.span)


def _declare(machine: Machine, statement: st.Declare) -> None:
    """`global` and `nonlocal` were read when the function was entered."""


EXECUTORS: dict[type, Callable[..., None]] = {
    st.Evaluate: _evaluate,
    st.Assign: _assign,
    st.AugmentedAssign: _augmented_assign,
    st.Delete: _delete,
    st.If: branching.execute_if,
    st.While: loops.execute_while,
    st.For: loops.execute_for,
    st.Try: _try,
    st.With: context_managers.execute_with,
    st.Match: _match,
    st.Function: _function,
    st.Class: _class,
    st.Import: modules.import_module,
    st.ImportFrom: modules.import_names,
    st.Return: _return,
    st.Raise: _raise,
    st.Assert: _assert,
    st.Break: loops.execute_break,
    st.Continue: loops.execute_continue,
    st.Declare: _declare,
}
ASSIGNERS: dict[type, Callable[..., None]] = {
    ex.Attribute: access.assign_attribute,
    ex.Subscript: access.assign_subscript,
}
