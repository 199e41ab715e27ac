"""Attributes and subscripts: of modules, containers, session state, objects of the app and collections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts.statements import Function
from keylint.run.execution import classes, entries, enumerations, modules, names, parts, shared_changes, state
from keylint.run.execution.bounds import change_content
from keylint.run.execution.candidates import items_of_candidates, may_have_changed, unknown_attribute
from keylint.run.execution.changing import after_attribute
from keylint.run.execution.chosen_values import by_choice
from keylint.run.execution.copies import give_items_of, holder_of_items, item_that_stands_for_all
from keylint.run.execution.domains import (
    alternatives_of,
    content_of,
    deciding_origins,
    filtered_by,
    held_origins,
    is_empty,
    origins_of,
    streamlit_member,
    with_part,
)
from keylint.run.execution.file_paths import path_attribute
from keylint.run.execution.noting import moment
from keylint.run.execution.origins import union
from keylint.run.execution.removals import note_removal
from keylint.run.execution.row_selection import is_mask, selected
from keylint.run.execution.shared_objects import inherit, note_name
from keylint.run.execution.special_methods import call_special
from keylint.run.execution.uses import record_use
from keylint.run.extents import with_entry
from keylint.run.trace import Atom, ItemsChange
from keylint.run.values import (
    NO_ORIGINS,
    NONE,
    OF_LOOPS,
    BoundBuiltin,
    Choice,
    ClassValue,
    Container,
    External,
    FunctionValue,
    Items,
    Known,
    ModuleValue,
    NavigationValue,
    Opaque,
    Origin,
    PageValue,
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
    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine

# What is called on a list, dict or text that session state holds is a method, no cell.
_METHODS_OF_COLLECTIONS = frozenset(
    name for kind in (dict, list, set, str) for name in dir(kind) if not name.startswith("_")
) | {"__setitem__"}
STATE_METHODS = frozenset(
    {"get", "setdefault", "update", "keys", "values", "items", "pop", "clear", "to_dict", "__setitem__"}
)


def evaluate_attribute(machine: Machine, expression: ex.Attribute) -> Value:
    base = machine.evaluate(expression.base)
    return attribute_of(machine, base, expression.attribute, expression)


def attribute_of(machine: Machine, base: Value, name: str, expression: ex.Attribute) -> Value:
    """The value of `base.name`."""
    match base:
        case StreamlitValue(name="session_state"):
            if name in STATE_METHODS:
                return BoundBuiltin(base, name, expression)
            return state.read(machine, Known(name), "attribute", expression.span)
        case StreamlitValue(name="") if base.receiver is None:
            return streamlit_member(machine, name)
        case StreamlitValue(name=outer):
            if outer == "sidebar":
                return StreamlitValue(name, base.receiver)
            return StreamlitValue(f"{outer}.{name}" if outer else name, base.receiver)
        case Container():
            return _container_attribute(machine, base, name, expression)
        case NavigationValue() | PageValue():
            return BoundBuiltin(base, name, expression)
        case ModuleValue(path=path):
            value = modules.member(machine, path, name)
            note_name(machine, modules.scope_of(machine, path), name, value, expression.span)
            return value
        case External(name=outer):
            return modules.named_in(machine, outer, name)
        case Reference(class_=None) if name in _METHODS_OF_COLLECTIONS:
            return BoundBuiltin(base, name, expression)
        case Reference(class_=ClassValue()) if name == "__dict__":
            held_by = machine.opaque("an attribute", base.identity, name, origins=origins_of(machine, base))
            machine.store.set(("attributes", held_by.identity), base)
            return held_by
        case Reference(class_=ClassValue()):
            return classes.instance_attribute(machine, base, name, expression)
        case ClassValue(scope=scope):
            value = classes.class_attribute(machine, base, name)
            note_name(machine, scope, name, value, expression.span)
            return value
        case FunctionValue(definition=Function(name=own)) if name == "__name__":
            return Known(own)
        case FunctionValue():
            return machine.store.get(("attribute", base, name)) or machine.opaque(
                "an attribute", identity_of(base), name
            )
        case Choice(alternatives=alternatives):
            return machine.value_of(
                [(condition, attribute_of(machine, inner, name, expression)) for condition, inner in alternatives]
            )
        case StateValue(seed=ClassValue() | FunctionValue() as seed):
            return attribute_of(machine, seed, name, expression)
        case StateValue():
            return _attribute_in_state(machine, base, name, expression)
        case Known() if name == "value":
            return base  # a member of an enumeration is its value here
        case Known(value=str(text)) if (part := path_attribute(text, name)) is not None:
            return part
        case _:
            known = machine.store.get(("attribute", identity_of(base), name))
            origins = with_part(base, Known(name), after_attribute(name, origins_of(machine, base)))
            value = known or machine.opaque("an attribute", identity_of(base), name, origins=origins)
            inherit(machine, base, Known(name), value)
            attributes = (machine.store.get(("instance", one.identity, name)) for one in machine.store.candidates(base))
            machine.store.may_be_one_of(value, (held for held in attributes if held is not None))
            return value


def _attribute_in_state(machine: Machine, holder: StateValue, name: str, expression: ex.Attribute) -> Value:
    """`st.session_state.profile.name`: a method of the object, or a cell of its own."""
    if isinstance(holder.seed, Reference) and holder.seed.class_ is not None:
        seed, class_ = holder.seed, holder.seed.class_
        member = classes.find_member(machine, class_, name, seed.behind)
        if isinstance(member, FunctionValue):
            owner = replace(holder, seed=replace(seed, behind=None))
            return classes.bound_member(machine, member, owner, class_, expression)
        if name == "__class__":
            return class_
    elif holder.seed is None and name in _METHODS_OF_COLLECTIONS:
        return BoundBuiltin(holder, name, expression)
    return parts.read_part(machine, holder, Known(name), "attribute", expression.span)


def _container_attribute(machine: Machine, container: Container, name: str, expression: ex.Attribute) -> Value:
    if name != "open":
        return StreamlitValue(name, container)
    if not container.reports_opening:
        return machine.opaque("an attribute", container.identity, name)
    return whether_open(machine, container, machine.location(expression.span))


def whether_open(machine: Machine, container: Container, location: Location) -> Truth:
    """What a lazy container tells: whether the user has it open."""
    origins = frozenset({Origin("container", container.identity)})
    atom = Atom(container.identity, "open", kind="widget", origins=origins, location=location)
    return Truth(machine.atom(atom), origins)


def evaluate_subscript(machine: Machine, expression: ex.Subscript) -> Value:
    base = machine.evaluate(expression.base)
    index = machine.evaluate(expression.index)
    return item_of(machine, base, index, expression)


def item_of(machine: Machine, base: Value, index: Value, expression: ex.Expression) -> Value:
    """The value of `base[index]`."""
    item = _item_of(machine, base, index, expression)
    # An index that is computed may be a mask: what it selects from a table is a copy.
    if isinstance(index, (Known, Text)) or machine.program.sharing.is_container(base):
        inherit(machine, base, index, item)
    return item


def _item_of(machine: Machine, base: Value, index: Value, expression: ex.Expression) -> Value:
    if state.is_session_state(base):
        return state.read(machine, index, "item", expression.span)
    sought = machine.store.get(("sought", index.identity)) if isinstance(index, Opaque) else None
    if isinstance(sought, Items) and sought.elements[0] == base:
        return sought.elements[1]  # `names[names.index(name)]`
    if isinstance(base, Choice):
        return machine.value_of([(c, item_of(machine, inner, index, expression)) for c, inner in base.alternatives])
    if isinstance(index, Choice):
        return machine.value_of([(c, item_of(machine, base, inner, expression)) for c, inner in index.alternatives])
    if _is_named_by_choice(content_of(machine, base), index):
        ways = by_choice(machine, index)
        if len(ways) > 1:
            return machine.value_of([(c, item_of(machine, base, inner, expression)) for c, inner in ways])
    if is_mask(machine, base, index):
        return selected(machine, base, index, expression.span)
    special = call_special(machine, base, "__getitem__", (index,), expression.span)
    if special is not None:
        return special
    if isinstance(base, StateValue) and not isinstance(index, Items):
        return parts.read_part(machine, base, index, "item", expression.span)
    if isinstance(base, Opaque) and not isinstance(index, (Known, Items)):
        holder = holder_of_items(machine, base)
        if isinstance(holder, StateValue):
            return parts.read_part(machine, holder, index, "item", expression.span)
        row = item_that_stands_for_all(machine, holder)
        if row is not None:
            return row
    content = content_of(machine, base)
    match content, index:
        case ((Items(complete=True) | Known(value=str())), Items(kind="slice", elements=bounds)):
            return _slice_of(machine, content, bounds)
        case Items(elements=elements), Known(value=int(position)) if -len(elements) <= position < len(elements):
            return elements[position]
        case Items(), Known(value=int(position)):
            return names.element_at(machine, base, position)
        case Items(elements=elements, complete=True), _ if elements and all(
            element == elements[0] or isinstance(element, Container) for element in elements
        ):
            return elements[0]
        case Items(kind="tuple" | "list", elements=elements, complete=True), _ if elements and _may_be_chosen(index):
            numbered = Table(tuple((Known(position), element) for position, element in enumerate(elements)))
            return entries.lookup(machine, numbered, index, expression, None)
        case Table(), _:
            return entries.entry(machine, base, content, index, expression)
        case ClassValue(), Known(value=str(name)) if enumerations.is_enumeration(content):
            return classes.class_attribute(machine, content, name)
        case ClassValue(), _ if not enumerations.is_enumeration(content):
            return content  # `Base[Item]` of a generic class
        case Known(value=str(text)), Known(value=int(position)) if -len(text) <= position < len(text):
            return Known(text[position])
        case _:
            origins = origins_of(machine, base)
            if isinstance(base, (Opaque, External)) and any(
                origin.kind in ("data", "environment") for origin in origins
            ):
                record_use(machine, index, "subset", expression.span)
                chosen = origins_of(machine, index)
                origins |= filtered_by(chosen) | {o for o in chosen if o.kind in OF_LOOPS}
            else:
                origins |= origins_of(machine, index)
            origins = with_part(base, index, origins)
            item = machine.opaque("an item", identity_of(base), identity_of(index), origins=origins)
            machine.store.may_be_one_of(item, items_of_candidates(machine, base))
            if isinstance(index, Items) and index.kind == "slice":
                give_items_of(machine, item, base)
            return item


def _may_be_chosen(index: Value) -> bool:
    return isinstance(index, (StateValue, WidgetResult, Opaque))


def _is_named_by_choice(content: Value, index: Value) -> bool:
    """Whether the index may be made of a choice: what is looked up by the choice itself is told by its keys."""
    match content:
        case Table(complete=True) | Items(complete=True, kind="tuple" | "list"):
            return isinstance(index, (Text, Opaque))
        case Table():
            return isinstance(index, (Text, Opaque, WidgetResult, StateValue))
    return False


def _slice_of(machine: Machine, content: Items | Known, bounds: tuple[Value, ...]) -> Value:
    """`names[1:]`, `"text"[:3]`: known when the bounds are."""
    numbers = [bound.value for bound in bounds if isinstance(bound, Known) and isinstance(bound.value, int | None)]
    if len(numbers) != len(bounds) or numbers[-1] == 0:
        origins = origins_of(machine, content).union(*(origins_of(machine, bound) for bound in bounds))
        return machine.opaque("an item", identity_of(content), *map(identity_of, bounds), origins=origins)
    if isinstance(content, Items):
        return Items(content.kind, content.elements[slice(*numbers)])
    return Known(str(content.value)[slice(*numbers)])


def assign_attribute(machine: Machine, target: ex.Attribute, value: Value) -> None:
    set_attribute(machine, machine.evaluate(target.base), target.attribute, value, target.span)


def set_attribute(machine: Machine, base: Value, name: str, value: Value, span: Span) -> None:
    """`base.name = value`."""
    for condition, inner in alternatives_of(base):
        if classes.set_property(machine, inner, name, value, ex.Call(ex.Constant(None, span), (), span)):
            continue
        call_special(machine, inner, "__setattr__", (Known(name), value), span)
        if isinstance(inner, ModuleValue):
            shared_changes.name_changes(machine, modules.scope_of(machine, inner.path), name, value, span, condition)
        else:
            shared_changes.attribute_changes(machine, inner, name, value, span, condition)
        match inner:
            case StreamlitValue(name="session_state"):
                state.write(machine, Known(name), value, "attribute", span)
                record_use(machine, value, "write", span, name)
            case Reference(class_=ClassValue(), identity=identity):
                machine.store.set(("instance", identity, name), value)
            case ModuleValue(path=path):
                machine.store.set((modules.scope_of(machine, path), name), value)
            case StateValue():
                parts.write_part(machine, inner, Known(name), value, "attribute", span)
                record_use(machine, value, "write", span, name)
            case _:
                machine.store.set(("attribute", identity_of(inner), name), value)
                for one in machine.store.candidates(inner):
                    unknown_attribute(machine, one, name, origins_of(machine, value) | origins_of(machine, inner))
                state.write_inside(machine, inner, value, span, Known(name), change=ItemsChange.ADDS)
                part = machine.opaque("an attribute", identity_of(inner), name).identity
                record_use(machine, value, "write", span, name, part=part)


def assign_subscript(machine: Machine, target: ex.Subscript, value: Value) -> None:
    base = machine.evaluate(target.base)
    set_item(machine, base, machine.evaluate(target.index), value, target.span)


def set_item(machine: Machine, base: Value, index: Value, value: Value, span: Span) -> None:
    """`base[index] = value`."""
    for condition, inner in alternatives_of(base):
        if state.is_session_state(inner):
            state.write(machine, index, value, "item", span)
            record_use(machine, value, "write", span)
            continue
        if call_special(machine, inner, "__setitem__", (index, value), span) is not None:
            continue
        shared_changes.item_changes(machine, inner, index, value, span, condition)
        content = content_of(machine, inner)
        if isinstance(inner, Reference) and isinstance(content, Table):
            change_content(machine, inner, with_entry(content, index, value), span)
        elif isinstance(inner, Reference):
            changed = machine.opaque(
                "a changed collection", inner.identity, moment(machine), origins=_of_rows(machine, inner, index, value)
            )
            machine.store.set(("content", inner.identity), changed)
        elif isinstance(inner, StateValue) and isinstance(index, Items):
            state.record_change(machine, inner.key, "slice", span)
            is_cleared = is_empty(machine, value) and all(bound == NONE for bound in index.elements)
            change = ItemsChange.EMPTIES if is_cleared else None
            state.write_inside(machine, inner, value, span, index, change=change)
            record_use(machine, value, "write", span)
        elif isinstance(inner, StateValue):
            parts.write_part(machine, inner, index, value, "item", span)
            record_use(machine, value, "write", span)
        else:
            may_have_changed(machine, inner)
            change = None if isinstance(index, Items) else ItemsChange.ADDS
            state.write_inside(machine, inner, value, span, index, change=change)
            # What an object was computed from is not stored by another column of it, nor is what chose the object.
            record_use(machine, value, "write", span, besides=deciding_origins(machine, base))


def _of_rows(machine: Machine, listed: Value, index: Value, row: Value) -> frozenset[Origin]:
    """What the rows of a list come from once `row` is put at a position that stands for all. What is put under one name
    says nothing of what a dict holds under another."""
    if not any(origin.kind == "position" for origin in origins_of(machine, index)):
        return NO_ORIGINS
    return union(find(machine, one) for find in (origins_of, held_origins) for one in (listed, row))


def delete_target(machine: Machine, target: ex.Expression) -> None:
    """`del st.session_state[key]`, `del st.session_state.key`; other deletions change nothing that is followed."""
    if not isinstance(target, (ex.Attribute, ex.Subscript)):
        return
    base = machine.evaluate(target.base)
    if isinstance(target, ex.Attribute):
        delete_attribute(machine, base, Known(target.attribute), target.span)
    else:
        _delete_item(machine, base, machine.evaluate(target.index), target.span)


def delete_attribute(machine: Machine, base: Value, name: Value, span: Span) -> None:
    """`del base.name`, and what `delattr` does."""
    if state.is_session_state(base):
        state.delete(machine, name, span)
    elif call_special(machine, base, "__delattr__", (name,), span) is None:
        record_use(machine, name, "write", span)
        shared_changes.item_changes(machine, base, name, None, span)


def _delete_item(machine: Machine, base: Value, index: Value, span: Span) -> None:
    if state.is_session_state(base):
        state.delete(machine, index, span)
        return
    if call_special(machine, base, "__delitem__", (index,), span) is not None:
        return
    record_use(machine, index, "write", span)
    shared_changes.item_changes(machine, base, index, None, span)
    if isinstance(base, StateValue):
        state.record_change(machine, base.key, "del", span)
        state.write_inside(machine, base, NONE, span, index, change=ItemsChange.REMOVES)
    else:
        note_removal(machine, base, index, "del", span)
