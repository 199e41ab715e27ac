"""Classes of the app: their attributes, instances and methods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from keylint.run.compounds import keep
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.domains import held_origins
from keylint.run.execution.shared_objects import inherit
from keylint.run.values import ClassValue, External, FunctionValue, Known, Opaque, Reference, StateValue, Value

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.machine import Machine


def lineage(class_: ClassValue, behind: ClassValue | None = None) -> tuple[ClassValue, ...]:
    """The class and its base classes of the app, in the order in which Python looks for a name; only those after
    `behind`, if given."""
    order = class_.order or _linear(class_)
    return order[order.index(behind) + 1 :] if behind in order else order


def _linear(class_: ClassValue) -> tuple[ClassValue, ...]:
    """Python's method resolution order. What Python would refuse, and circles, are put in some order."""
    keep(class_, "order", (class_,))
    bases = list(dict.fromkeys(base for base in class_.bases if isinstance(base, ClassValue) and base != class_))
    waiting = [list(base.order or _linear(base)) for base in bases] + [bases]
    order = [class_]
    while waiting := [rest for rest in waiting if rest]:
        heads = [rest[0] for rest in waiting]
        chosen = next((head for head in heads if not any(head in rest[1:] for rest in waiting)), heads[0])
        order.append(chosen)
        waiting = [[each for each in rest if each != chosen] for rest in waiting]
    keep(class_, "order", tuple(order))
    return tuple(order)


# What the attributes may be that a base class outside the app gives an object.
ANY_ATTRIBUTE = "*"
UNSEEN: Final = "an argument that cannot be seen"
# Classes that are made of their fields: what is not given by name has its default.
_MADE_OF_FIELDS = frozenset({"pydantic.BaseModel", "typing.NamedTuple", "sqlmodel.SQLModel"})
_PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})


def has_unknown_bases(class_: ClassValue) -> bool:
    """Whether a base class outside the app may give it attributes."""
    return any(
        not isinstance(base, ClassValue) and not (isinstance(base, External) and base.name in _PLAIN_BASES)
        for ancestor in lineage(class_)
        for base in ancestor.bases
    )


def keeps_defaults(class_: ClassValue) -> bool:
    """Whether the base classes outside the app are known to leave the defaults of fields alone."""
    bases = (base for ancestor in lineage(class_) for base in ancestor.bases if not isinstance(base, ClassValue))
    return all(isinstance(base, External) and base.name in _PLAIN_BASES | _MADE_OF_FIELDS for base in bases)


def fields_of(class_: ClassValue) -> list[str]:
    """What the class and its base classes annotate: the parameters of a dataclass, those of the base classes first."""
    return list(dict.fromkeys(name for ancestor in reversed(lineage(class_)) for name in ancestor.definition.fields))


def find_member(machine: Machine, class_: ClassValue, name: str, behind: ClassValue | None = None) -> Value | None:
    """A name of the class body or of a base class's."""
    for candidate in lineage(class_, behind):
        assigned = machine.store.get(("attribute", candidate, name))
        value = assigned or machine.store.get((candidate.scope, name))
        if value is not None:
            return value
    return None


def class_attribute(machine: Machine, class_: ClassValue, name: str) -> Value:
    """`Class.name`. A member of an enumeration is its value: keylint does not tell the two apart."""
    value = find_member(machine, class_, name)
    if value is None:
        if name == "__name__":
            return Known(class_.definition.name)
        return machine.opaque("a missing attribute", class_, name)
    if isinstance(value, FunctionValue) and "classmethod" in value.roles:
        return replace(value, bound=class_)
    return value


def instance_attribute(machine: Machine, instance: Reference, name: str, expression: ex.Attribute) -> Value:
    """`instance.name`: what was assigned to it, a bound method, a property's value, or the class's own."""
    value = machine.store.get(("instance", instance.identity, name)) if instance.behind is None else None
    if value is not None:
        inherit(machine, instance, Known(name), value)
        return value
    class_ = instance.class_
    value = find_member(machine, class_, name, instance.behind) if class_ is not None else None
    instance = replace(instance, behind=None)
    if isinstance(value, FunctionValue) and class_ is not None:
        return bound_member(machine, value, instance, class_, expression)
    getter = special_method(machine, value, "__get__")
    if getter is not None and class_ is not None:
        return machine.interpreter.call(machine, getter, Arguments((instance, class_)), expression)
    unseen = machine.store.get(("instance", instance.identity, ANY_ATTRIBUTE))
    is_given = isinstance(unseen, Opaque) and unseen.reason == UNSEEN
    is_given = is_given and class_ is not None and name in fields_of(class_)
    if value is not None and not is_given:
        return value
    if name == "__class__" and class_ is not None:
        return class_
    finder = None if name.startswith("__") else special_method(machine, instance, "__getattr__")
    if finder is not None:
        return machine.interpreter.call(machine, finder, Arguments((Known(name),)), expression)
    unknown = machine.opaque("an attribute", instance.identity, name, origins=held_origins(machine, instance))
    inherit(machine, instance, Known(name), unknown)
    return unknown


def special_method(machine: Machine, value: Value | None, name: str) -> FunctionValue | None:
    """A method of an object of the app's class, also of one in session state, ready to be called."""
    instance = value.seed if isinstance(value, StateValue) else value
    if not isinstance(instance, Reference) or instance.class_ is None:
        return None
    method = find_member(machine, instance.class_, name)
    return replace(method, bound=value) if isinstance(method, FunctionValue) else None


def bound_member(
    machine: Machine, member: FunctionValue, instance: Value, class_: ClassValue, expression: ex.Attribute
) -> Value:
    """A function of a class as an attribute of an instance: a bound method, or the value of a property."""
    if "staticmethod" in member.roles:
        return member
    bound = replace(member, bound=class_ if "classmethod" in member.roles else instance)
    if "property" in member.roles:
        return machine.interpreter.call(machine, bound, Arguments(), expression)
    return bound


def setter_name(name: str) -> str:
    """Under which name a class body holds the function that assigns to its property `name`."""
    return f"{name}.setter"


def set_property(machine: Machine, instance: Value, name: str, value: Value, expression: ex.Expression) -> bool:
    """Lets a property or a descriptor of the app's class take an assignment; says whether there is one that does."""
    seed = instance.seed if isinstance(instance, StateValue) else instance
    if not isinstance(seed, Reference) or seed.class_ is None:
        return False
    setter = find_member(machine, seed.class_, setter_name(name))
    if isinstance(setter, FunctionValue):
        machine.interpreter.call(machine, replace(setter, bound=instance), Arguments((value,)), expression)
        return True
    descriptor = special_method(machine, find_member(machine, seed.class_, name), "__set__")
    if descriptor is None:
        return False
    machine.interpreter.call(machine, descriptor, Arguments((instance, value)), expression)
    return True
