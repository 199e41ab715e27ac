"""What a click has put into session state: a result, of which what is done with it later is no use of the inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER, Form, cone
from keylint.conditions.values import FALSE
from keylint.run.trace import Atom
from keylint.run.values import Opaque

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.questions import Questions
    from keylint.run.execution.machine import Machine
    from keylint.run.keys import Key
    from keylint.run.values import Origin, OriginKind, Value

_INPUTS: frozenset[OriginKind] = frozenset({"widget", "upload", "component", "state", "part"})
# Conditions of more parts than that are not looked through.
_MOST_NODES = 600


def as_result(machine: Machine, key: Key, value: Value) -> Value:
    """The value as `key` holds it from here on: what was computed under a click no longer comes from its inputs."""
    if not isinstance(value, Opaque) or not any(_is_input(origin, key) for origin in value.origins):
        return value
    if not machine.see(_is_under_click):
        return value
    return replace(value, origins=frozenset(origin for origin in value.origins if not _is_input(origin, key)))


def _is_input(origin: Origin, key: Key) -> bool:
    return origin.kind in _INPUTS and origin.detail != key


def _is_under_click(questions: Questions, way: Condition) -> bool:
    """Whether only runs with a click, or with a message of a chat, come here."""
    buttons: set[Variable] = set()
    for number, node in enumerate(cone(way)):
        if number > _MOST_NODES:
            return False
        if node.form is Form.TEST and isinstance(node.variable.about, Atom) and node.variable.about.kind == "trigger":
            buttons.add(node.variable)
    return bool(buttons) and questions.conditions.assuming(way, dict.fromkeys(buttons, FALSE)) is NEVER
