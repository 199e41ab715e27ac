"""Evaluation: one function per kind of expression, from the machine and the expression to a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER, Condition
from keylint.facts import expressions as ex
from keylint.facts.long_literals import KIND as LONG_LITERAL
from keylint.findings import Unknown
from keylint.run.execution import access, calls, comparisons, comprehensions, names, state
from keylint.run.execution.bounds import allocate, bounded_number, one_of_several, outgrown
from keylint.run.execution.changing import after_format
from keylint.run.execution.domains import ENVIRONMENT, alternatives_of, combined, content_of, origins_of, truth_of
from keylint.run.execution.entries import unseen_entry
from keylint.run.execution.frames import Arm
from keylint.run.execution.iteration import items_of
from keylint.run.execution.origins import union
from keylint.run.execution.special_methods import iterated, operated
from keylint.run.execution.texts import concatenate, percent_format
from keylint.run.extents import have_room, longer
from keylint.run.reasons import Reason
from keylint.run.trace import Guard
from keylint.run.values import NONE, Choice, FunctionValue, Items, Known, Table, Text, Truth, Value, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts.expressions import Scalar
    from keylint.facts.statements import Parameter
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason


def _constant(machine: Machine, expression: ex.Constant) -> Value:
    return bounded_number(machine, expression.value, expression.span)


def _joined_text(machine: Machine, expression: ex.JoinedText) -> Value:
    return concatenate(machine, [machine.evaluate(part) for part in expression.parts], expression.span)


def _formatted(machine: Machine, expression: ex.Formatted) -> Value:
    value = machine.evaluate(expression.value)
    return machine.opaque(
        "a formatted value", identity_of(value), expression.span, origins=after_format(origins_of(machine, value))
    )


def _binary(machine: Machine, expression: ex.Binary) -> Value:
    left, right = machine.evaluate(expression.left), machine.evaluate(expression.right)
    return binary(machine, expression.operator, left, right, expression.span)


def binary(machine: Machine, operator: str, left: Value, right: Value, span: Span) -> Value:
    """The arithmetic operation at `span`: constants are computed, texts and lists joined, the rest is derived."""
    made = operated(machine, operator, left, right, span)
    if made is not None:
        return made
    if operator == "+" and (isinstance(left, Choice) or isinstance(right, Choice)):
        ways = combined(machine, (left, right))
        if ways and all(isinstance(content_of(machine, one), Items) for _, both in ways for one in both):
            return one_of_several(
                machine, [(c, binary(machine, "+", one, other, span)) for c, (one, other) in ways], span
            )
    left_content, right_content = content_of(machine, left), content_of(machine, right)
    match operator, left_content, right_content:
        case "+", Items(), Items():
            complete = left_content.complete and right_content.complete
            return longer(left_content, right_content.elements, complete=complete)
        case "|", Table(), Table():
            return Table(
                (*left_content.entries, *right_content.entries), left_content.complete and right_content.complete
            )
        case "%", Known(value=str(template)), _:
            return percent_format(machine, template, right, span)
        case "/", _, _ if _is_text(left) or _is_text(right):
            return concatenate(machine, [left, Known("/"), right], span)
        case _, Known(value=int() | float() as a), Known(value=int() | float() as b):
            computed = _compute(operator, a, b)
            if computed is not None:
                return bounded_number(machine, computed, span)
        case "+", _, _ if _is_text(left) or _is_text(right):
            return concatenate(machine, [left, right], span)
        case "&" | "|", Truth(condition=a), Truth(condition=b):
            both = machine.conditions.both(a, b) if operator == "&" else machine.conditions.either(a, b)
            return Truth(both, left_content.origins | right_content.origins)
    origins = origins_of(machine, left) | origins_of(machine, right)
    in_front = operator == "+" and isinstance(left_content, Items)
    reason: OpaqueReason = state.EXTENDED_IN_FRONT if in_front else "a computed value"
    return machine.opaque(reason, operator, identity_of(left), identity_of(right), origins=origins)


def _is_text(value: Value) -> bool:
    return any(
        isinstance(v, Text) or (isinstance(v, Known) and isinstance(v.value, str)) for _, v in alternatives_of(value)
    )


def _compute(operator: str, left: float, right: float) -> Scalar:
    """Small arithmetic on constants; None when Python would raise or the result could be huge."""
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case "//":
                return left // right
            case "%":
                return left % right
    except (ArithmeticError, ValueError):
        return None
    return None


def _unary(machine: Machine, expression: ex.Unary) -> Value:
    value = machine.evaluate(expression.operand)
    if expression.operator == "not":
        condition = truth_of(machine, value, machine.location(expression.operand.span))
        return comparisons.truth(machine, machine.conditions.negate(condition), origins_of(machine, value))
    if isinstance(value, Known) and isinstance(value.value, (int, float)) and expression.operator in "-+":
        return Known(-value.value if expression.operator == "-" else value.value)
    if isinstance(value, Truth) and expression.operator == "~":
        return Truth(machine.conditions.negate(value.condition), value.origins)
    return machine.opaque(
        "a computed value", expression.operator, identity_of(value), origins=origins_of(machine, value)
    )


def _boolean(machine: Machine, expression: ex.Boolean) -> Value:
    return _short_circuit(machine, expression, 0)


def _short_circuit(machine: Machine, expression: ex.Boolean, position: int) -> Value:
    """`a and b`: the rest is evaluated only where `a` is true (for `or`: false), so what it draws is conditional."""
    operand = expression.operands[position]
    if position == len(expression.operands) - 1:
        return machine.evaluate(operand)
    first = machine.evaluate_test(operand)
    location = machine.location(operand.span)
    holds = truth_of(machine, first, location)
    going_on = holds if expression.operator == "and" else machine.conditions.negate(holds)
    result: list[Value] = []
    machine.run_arms(
        [
            Arm(
                going_on,
                Guard(expression.operator, location, going_on),
                lambda: result.append(_short_circuit(machine, expression, position + 1)),
            ),
            Arm(machine.conditions.negate(going_on), None, lambda: None),
        ]
    )
    if not result:
        return first
    rest = result[0]
    if isinstance(first, Truth) and isinstance(rest, Truth):
        join = machine.conditions.both if expression.operator == "and" else machine.conditions.either
        return comparisons.truth(machine, join(first.condition, rest.condition), first.origins | rest.origins)
    return machine.value_of([(machine.conditions.negate(going_on), first), (going_on, rest)])


def _conditional(machine: Machine, expression: ex.Conditional) -> Value:
    location = machine.location(expression.test.span)
    condition = truth_of(machine, machine.evaluate_test(expression.test), location)
    results: list[tuple[Condition, Value]] = []
    negated = machine.conditions.negate(condition)
    machine.run_arms(
        [
            Arm(
                condition,
                Guard("if", location, condition),
                lambda: results.append((condition, machine.evaluate(expression.body))),
            ),
            Arm(
                negated,
                Guard("else", location, negated),
                lambda: results.append((negated, machine.evaluate(expression.otherwise))),
            ),
        ]
    )
    return machine.value_of(results)


def _sequence(machine: Machine, expression: ex.Sequence) -> Value:
    elements: list[Value] = []
    complete = True
    for item in expression.items:
        if isinstance(item, ex.Starred):
            content = content_of(machine, iterated(machine, machine.evaluate(item.value), item.span))
            if isinstance(content, Items) and have_room(len(elements), len(content.elements)):
                elements += content.elements
                complete = complete and content.complete
            else:
                complete = False
                elements += (outgrown(machine, (content,), item.span),) if isinstance(content, Items) else ()
        else:
            elements.append(machine.evaluate(item))
    items = Items(expression.kind, tuple(elements), complete)
    return items if expression.kind == "tuple" else allocate(machine, expression.kind, items, expression)


def _mapping(machine: Machine, expression: ex.Mapping) -> Value:
    entries: list[tuple[Value, Value]] = []
    complete = True
    for key, item in expression.entries:
        value = machine.evaluate(item)
        if key is not None:
            entries.append((machine.evaluate(key), value))
            continue
        content = content_of(machine, value)
        if not (isinstance(content, Table) and content.complete):
            entries.append(unseen_entry(machine, value))
        if isinstance(content, Table) and have_room(len(entries), len(content.entries)):
            entries += content.entries
            complete = complete and content.complete
        else:
            complete = False
            if isinstance(content, Table):
                rest = outgrown(machine, (content,), item.span)
                entries.append((rest, rest))
    return allocate(machine, "dict", Table(tuple(entries), complete), expression)


def _lambda(machine: Machine, expression: ex.Lambda) -> Value:
    defaults = defaults_of(machine, expression.parameters)
    return FunctionValue(expression, expression.span, machine.scope.module, machine.scope.number, defaults=defaults)


def defaults_of(machine: Machine, parameters: tuple[Parameter, ...]) -> tuple[tuple[str, Value], ...]:
    """The defaults of parameters, evaluated where the function is made, once."""
    return tuple(
        (parameter.name, machine.evaluate(parameter.default))
        for parameter in parameters
        if parameter.default is not None
    )


def _walrus(machine: Machine, expression: ex.Walrus) -> Value:
    value = machine.evaluate(expression.value)
    names.assign_name(machine, expression.name, value)
    return value


def _starred(machine: Machine, expression: ex.Starred) -> Value:
    return machine.evaluate(expression.value)


def _opaque(machine: Machine, expression: ex.Opaque) -> Value:
    values = [machine.evaluate(part) for part in expression.parts]
    if expression.kind == LONG_LITERAL:
        place = machine.location(expression.span)
        machine.program.unknowns[Unknown(place.path, place.span.line, Reason.LONG_LITERAL.value)] = None
        return machine.opaque("a long literal", place, origins=ENVIRONMENT)
    if expression.kind.startswith("yield"):
        _yield(machine, values[0] if values else NONE, comes_from=expression.kind == "yield from")
    if expression.kind == "slice":
        return Items("slice", tuple(values))
    origins = union(origins_of(machine, value) for value in values)
    if expression.kind == "await" and len(values) == 1:
        return values[0]
    return machine.opaque(
        "an expression",
        expression.kind,
        expression.span,
        machine.scope.module,
        *map(identity_of, values),
        origins=origins,
    )


def _yield(machine: Machine, value: Value, *, comes_from: bool) -> None:
    """Hands a value out of a generator."""
    frame, loops = machine.frame, machine.context.loops
    items = items_of(machine, value) if comes_from else None
    if comes_from and items is None:
        frame.yields.append((NEVER, loops, value))
    for item in items.elements if items is not None else () if comes_from else (value,):
        frame.yields.append((machine.path.since(frame.returns.segment), loops, item))
    if frame.at_yield is not None:
        frame.at_yield(value)


EVALUATORS: dict[type, Callable[..., Value]] = {
    ex.Constant: _constant,
    ex.Name: names.evaluate_name,
    ex.Attribute: access.evaluate_attribute,
    ex.Subscript: access.evaluate_subscript,
    ex.Call: calls.evaluate_call,
    ex.JoinedText: _joined_text,
    ex.Formatted: _formatted,
    ex.Binary: _binary,
    ex.Unary: _unary,
    ex.Boolean: _boolean,
    ex.Comparison: comparisons.evaluate_comparison,
    ex.Conditional: _conditional,
    ex.Sequence: _sequence,
    ex.Mapping: _mapping,
    ex.Starred: _starred,
    ex.Lambda: _lambda,
    ex.Comprehension: comprehensions.evaluate_comprehension,
    ex.Walrus: _walrus,
    ex.Opaque: _opaque,
}
