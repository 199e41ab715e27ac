"""Methods of strings, collections, session state and values from outside."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from keylint.run.execution import access, entries, parts, state
from keylint.run.execution.applying import call_key_function
from keylint.run.execution.bounds import change_content, outgrown
from keylint.run.execution.candidates import may_have_changed
from keylint.run.execution.changing import changing_method
from keylint.run.execution.copies import give_all_items_of, give_items_of
from keylint.run.execution.domains import alternatives_of, content_of, filtered_by, origins_of, with_part
from keylint.run.execution.file_paths import METHODS, path_method
from keylint.run.execution.frames import Arm
from keylint.run.execution.iteration import items_of
from keylint.run.execution.method_names import COMPUTING, ITEMS_CHANGES, OF_TEXTS, SUBSETTING, VIEWS
from keylint.run.execution.opaque_calls import derived, note_method, unknown_call
from keylint.run.execution.origins import settled, union
from keylint.run.execution.removals import note_removal
from keylint.run.execution.scopes import CHANGING_METHODS
from keylint.run.execution.shared_changes import method_changes
from keylint.run.execution.shared_objects import inherit
from keylint.run.execution.texts import concatenate
from keylint.run.execution.uses import record_use
from keylint.run.extents import MOST_CHARACTERS, longer
from keylint.run.trace import Atom, Guard, ItemsChange
from keylint.run.values import (
    NONE,
    BoundBuiltin,
    Items,
    Known,
    Opaque,
    Origin,
    Reference,
    StateValue,
    StreamlitValue,
    Table,
    Text,
    Truth,
    Value,
    WidgetResult,
    identity_of,
)

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.facts.expressions import Scalar
    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Predicate, ReadForm

# Methods that give what the object holds, not a copy of it.
_GIVING = frozenset({"get", "setdefault"})
# Methods of session state that read a key, and methods of text that tell which keys of session state are meant.
_READING: frozenset[ReadForm] = frozenset({"get", "pop"})
_TESTING_KEYS: frozenset[Predicate] = frozenset({"startswith", "endswith"})

STATE = StreamlitValue("session_state")


def call_method(machine: Machine, method: BoundBuiltin, arguments: Arguments, expression: ex.Expression) -> Value:
    """The result of `base.name(…)` for a base that is no object of the app."""
    base, name = method.base, method.name
    if name == "__setitem__" and len(arguments.positional) == 2:
        access.set_item(machine, base, *arguments.positional, expression.span)
        return NONE
    method_changes(machine, base, name, arguments, expression.span)
    if isinstance(base, StateValue) and name == "update":
        parts.update_parts(machine, base, arguments, expression.span)
    elif name in CHANGING_METHODS:
        may_have_changed(machine, base)
    result = _call_method(machine, base, name, arguments, expression)
    if name in _GIVING and arguments.positional:
        for _, found in alternatives_of(result):
            inherit(machine, base, arguments.positional[0], found)
    return result


def _call_method(machine: Machine, base: Value, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    content = content_of(machine, base)
    if isinstance(content, (Items, Table)) and isinstance(base, Reference) and name in CHANGING_METHODS:
        return _mutate(machine, base, content, name, arguments, expression)
    match content:
        case Items() | Table() if name == "copy":
            return entries.copied(machine, base, content, expression.span)
        case Table():
            return _table_method(machine, content, name, arguments, expression)
        case Known(value=str(text)) if name in METHODS and (path := path_method(text, name, arguments)) is not None:
            return path
        case Known(value=str(text)) if hasattr(text, name):
            return _text_method(machine, text, name, arguments, expression.span)
        case Known(value=str()):  # a path: its files are outside the app
            return unknown_call(machine, base, arguments, expression)
        case Text() if name in ("strip", "lower", "upper"):
            return derived(machine, name, arguments.before(base))
        case Known() | Text() | WidgetResult():
            note_method(machine, base, expression)
            return derived(machine, f"method {name}", arguments.before(base))
        case Items() if name in ("index", "count"):
            place = derived(machine, name, arguments.before(base))
            _note_sought(machine, place, base, name, arguments)
            return place
    if name == "copy" and state.is_dict(machine, base):
        return entries.copied(machine, base, entries.unseen_entries(machine, base), expression.span)
    if isinstance(base, StateValue) and name in _GIVING and arguments.positional:
        return _entry_in_state(machine, base, name, arguments, expression)
    if isinstance(content, Opaque) and content.reason == state.A_KEY and name in _TESTING_KEYS:
        return _test_of_key(machine, content, name, arguments, expression)
    changing = changing_method(machine, base, name, arguments)
    if changing is not None:
        return changing
    if state.is_every_key(content) and name in ("keys", "items", "values", "copy"):
        return state.every_key(machine, "keys" if name == "copy" else name)
    if name in SUBSETTING:
        for value in arguments.all_values:
            record_use(machine, value, "subset", expression.span, name)
        origins = origins_of(machine, base) | filtered_by(
            union(origins_of(machine, value) for value in arguments.all_values)
        )
        return machine.opaque(
            "a subset", identity_of(base), name, *map(identity_of, arguments.all_values), origins=origins
        )
    if isinstance(base, (StateValue, Opaque)) and name in COMPUTING:
        origins = union(origins_of(machine, value) for value in (base, *arguments.all_values))
        if name == "get" and arguments.positional:
            default = union(origins_of(machine, value) for value in arguments.all_values[1:])
            origins = with_part(base, arguments.positional[0], origins_of(machine, base) | settled(default))
        made = machine.opaque(
            "a computed value", name, identity_of(base), *map(identity_of, arguments.all_values), origins=origins
        )
        if name == "copy":
            give_items_of(machine, made, base)
        if name in VIEWS:
            give_all_items_of(machine, made, base)
        _note_sought(machine, made, base, name, arguments)
        return made
    if _moves_items(name, arguments):
        if isinstance(base, StateValue):
            state.record_change(machine, base.key, name, expression.span)
        elif arguments.positional:
            note_removal(machine, base, arguments.positional[0], name, expression.span)
    if name in CHANGING_METHODS:
        change = ITEMS_CHANGES.get(name)
        if change is not ItemsChange.ADDS:
            state.may_be_emptied(machine, base)
        for value in arguments.all_values or (() if change is None else (NONE,)):
            state.write_inside(machine, base, value, expression.span, change=change)
    return unknown_call(machine, base, arguments, expression)


def _entry_in_state(
    machine: Machine, base: StateValue, name: str, arguments: Arguments, expression: ex.Expression
) -> Value:
    """`get` and `setdefault` of a dict in session state."""
    index, default = arguments.positional[0], arguments.get("default", 1) or NONE
    if name == "setdefault":
        parts.write_part(machine, base, index, default, "setdefault", expression.span)
    value = parts.read_part(machine, base, index, "get", expression.span)
    if isinstance(value, StateValue):
        return replace(value, also=value.also | settled(origins_of(machine, default)))
    return value


def _test_of_key(
    machine: Machine, key: Opaque, name: Predicate, arguments: Arguments, expression: ex.Expression
) -> Value:
    """`k.startswith("form_")` for a key that a loop over session state gives: says which keys are meant."""
    affix = arguments.positional[0] if arguments.positional else NONE
    affixes = affix.elements if isinstance(affix, Items) else (affix,)
    if not all(isinstance(a, Known) for a in affixes):
        return derived(machine, f"method {name}", arguments.before(key))
    location = machine.location(expression.span)
    holds = machine.any_of(
        machine.atom(Atom(key.identity, name, a.value, kind="environment", location=location))
        for a in affixes
        if isinstance(a, Known)
    )
    return Truth(holds)


def _note_sought(machine: Machine, place: Value, base: Value, name: str, arguments: Arguments) -> None:
    """Notes what is found at `names.index(name)` of the names."""
    if name == "index" and len(arguments.positional) == 1 and isinstance(place, Opaque):
        machine.store.set(("sought", place.identity), Items("tuple", (base, arguments.positional[0])))


def _moves_items(name: str, arguments: Arguments) -> bool:
    """Whether a method of a list moves items to other positions; taking the last one away does not."""
    return name in ("insert", "remove") or (name == "pop" and arguments.get("index", 0) not in (None, Known(-1)))


def _mutate(
    machine: Machine,
    base: Reference,
    content: Items | Table,
    name: str,
    arguments: Arguments,
    expression: ex.Expression,
) -> Value:
    """Lists grow by what is seen to be added; every other change makes the content unknown."""

    def change(to: Items) -> None:
        change_content(machine, base, to, expression.span)

    if isinstance(content, Table):
        return _mutate_table(machine, base, content, name, arguments, expression)
    if name in ("append", "add") and len(arguments.positional) == 1:
        change(longer(content, arguments.positional, complete=content.complete))
        return NONE
    if name in ("extend", "update") and len(arguments.positional) == 1:
        more = items_of(machine, arguments.positional[0])
        elements = more.elements if more else ()
        change(longer(content, elements, complete=content.complete and more is not None))
        return NONE
    if name == "insert" and len(arguments.positional) == 2:
        where, value = arguments.positional
        if isinstance(where, Known) and isinstance(where.value, int):
            elements = (*content.elements[: where.value], value, *content.elements[where.value :])
            change(Items(content.kind, elements, content.complete))
            return NONE
    if name in ("sort", "reverse"):
        call_key_function(machine, content, arguments, expression)
        return NONE
    change(Items(content.kind, content.elements, complete=False))
    return machine.opaque("an item", base.identity, name, expression.span)


def _mutate_table(
    machine: Machine, base: Reference, table: Table, name: str, arguments: Arguments, expression: ex.Expression
) -> Value:

    def change(to: Table) -> None:
        change_content(machine, base, to, expression.span)

    if name == "update":
        for value in arguments.positional:
            content = content_of(machine, value)
            known = isinstance(content, Table)
            more = content.entries if isinstance(content, Table) else ()
            if not (isinstance(content, Table) and content.complete):
                more = (entries.unseen_entry(machine, value), *more)
            table = Table((*table.entries, *more), table.complete and known)
        added = tuple((Known(key), value) for key, value in arguments.keywords.items())
        change(Table((*table.entries, *added), table.complete and not arguments.spreads))
        return NONE
    if name == "setdefault" and arguments.positional:
        default = arguments.get("default", 1) or NONE
        return entries.set_default(machine, base, table, arguments.positional[0], default, expression)
    if name == "pop" and arguments.positional:
        rest = tuple(entry for entry in table.entries if entry[0] != arguments.positional[0])
        change(Table(rest, table.complete))
        return entries.lookup(machine, table, arguments.positional[0], expression, arguments.get("default", 1))
    change(Table(table.entries, complete=False))
    return NONE


def _table_method(machine: Machine, table: Table, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    match name:
        case "items":
            return Items("list", tuple(Items("tuple", entry) for entry in table.entries), table.complete)
        case "keys":
            return Items("list", tuple(key for key, _ in table.entries), table.complete)
        case "values":
            return Items("list", tuple(value for _, value in table.entries), table.complete)
        case "get" if arguments.positional:
            default = arguments.get("default", 1) or NONE
            results = [
                (condition, entries.lookup(machine, table, index, expression, default))
                for condition, index in alternatives_of(arguments.positional[0])
            ]
            return machine.value_of(results)
    return machine.opaque("a computed value", identity_of(table), name)


def _text_method(machine: Machine, text: str, name: str, arguments: Arguments, span: Span) -> Value:
    if name == "join" and arguments.positional:
        items = items_of(machine, arguments.positional[0])
        if items is not None:
            pieces: list[Value] = []
            for element in items.elements:
                pieces += [Known(text), element] if pieces else [element]
            return concatenate(machine, pieces, span)
    if name == "format":
        return format_text(machine, text, arguments, span)
    known = [value.value for value in arguments.positional if isinstance(value, Known)]
    if _longest(text, name, known) > MOST_CHARACTERS:
        return outgrown(machine, arguments.positional, span)
    if name in OF_TEXTS and len(known) == len(arguments.positional) and all(isinstance(k, str) for k in known):
        try:
            return Known(getattr(text, name)(*known))
        except TypeError:
            return NONE
    if name in ("startswith", "endswith") and len(known) == 1 and isinstance(known[0], str):
        return Known(text.startswith(known[0]) if name == "startswith" else text.endswith(known[0]))
    if name == "split" and len(known) == len(arguments.positional):
        try:
            return Items("list", tuple(Known(part) for part in text.split(*known)))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return NONE
    return derived(machine, f"method {name}", arguments.before(Known(text)))


def _longest(text: str, name: str, given: list[Scalar]) -> int:
    """How long a text a method can give: only `replace` makes longer ones."""
    match name, given:
        case "replace", [str(old), str(new), *_]:
            return len(text) + text.count(old) * len(new)
    return len(text)


def format_text(machine: Machine, template: str, arguments: Arguments, span: Span) -> Value:
    """`"row_{}".format(i)`: the text with what fills each field."""
    from string import Formatter  # noqa: PLC0415  (rarely needed, and re is behind it)

    pieces: list[Value] = []
    position = 0
    try:
        fields = list(Formatter().parse(template))
    except ValueError:
        return machine.opaque("a formatted value", template)
    for literal, field, specification, conversion in fields:
        pieces.append(Known(literal))
        if field is None:
            continue
        value = arguments.keywords.get(field)
        if field == "" or field.isdigit():
            index = position if field == "" else int(field)
            position += 1
            value = arguments.positional[index] if index < len(arguments.positional) else None
        if value is None or specification or conversion:
            origins = origins_of(machine, value) if value is not None else frozenset({Origin("data", "a format")})
            value = machine.opaque(
                "a formatted value", template, field, None if value is None else identity_of(value), origins=origins
            )
        pieces.append(value)
    return concatenate(machine, pieces, span)


def call_state_method(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    """`st.session_state.get(…)` and its kin."""
    span = expression.span
    if name in _READING and arguments.positional:
        default = arguments.get("default", 1)
        value = state.read(machine, arguments.positional[0], name, span)
        given = state.with_default(machine, arguments.positional[0], value, default or NONE, machine.location(span))
        if name == "pop":
            state.delete(machine, arguments.positional[0], span)
        return given
    if name == "setdefault" and arguments.positional:
        return state.setdefault(machine, arguments.positional[0], arguments.get("default", 1) or NONE, span)
    if name == "__setitem__" and len(arguments.positional) == 2:
        access.set_item(machine, STATE, *arguments.positional, span)
        return NONE
    if name == "update":
        _update_state(machine, arguments, expression)
        return NONE
    if name == "clear":
        state.delete(machine, Text(state.EVERY_KEY), span)
        return NONE
    return state.every_key(machine, name)


def _update_keys(machine: Machine, chosen: Items, span: Span) -> None:
    """`update({key: value for key, value in st.session_state.items() if …})`: the keys that pass the test."""
    location = machine.location(span)
    for each in chosen.elements:
        match each:
            case Items(elements=(key, value, Truth(condition=condition))):
                write = partial(state.write, machine, key, value, "update", span)
                otherwise = Arm(machine.conditions.negate(condition), None, lambda: None)
                machine.run_arms([Arm(condition, Guard("comprehension", location, condition), write), otherwise])


def _update_state(machine: Machine, arguments: Arguments, expression: ex.Expression) -> None:
    for value in arguments.positional:
        content = content_of(machine, value)
        if state.is_every_key(content):
            state.write_all(machine, expression.span)
            continue
        chosen = machine.store.get((state.CHOSEN_KEYS, content.identity)) if isinstance(content, Opaque) else None
        if isinstance(chosen, Items):
            _update_keys(machine, chosen, expression.span)
            continue
        if isinstance(content, Table):
            for key, item in content.entries:
                state.write(machine, key, item, "update", expression.span)
            if content.complete:
                continue
        state.write(machine, Text(state.EVERY_KEY), value, "update", expression.span)
    for key_name, item in arguments.keywords.items():
        state.write(machine, Known(key_name), item, "update", expression.span)
