"""What the run of a page leaves in session state: what the next run begins with when nothing else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.conditions.values import FALSE, TRUE, only
from keylint.run.keys import Key
from keylint.run.trace import ItemsChange
from keylint.run.values import Choice, Known, StateValue, WidgetResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.conditions.deciding import Model
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite
    from keylint.run.values import Value
    from keylint.stories.effects import Effects


class Steady:
    """Answers for one app."""

    def __init__(self, effects: Effects, conditions: Conditions) -> None:
        self._effects = effects
        self._conditions = conditions

    def after(self, page: PageRun, env: Model, variables: Iterable[Variable]) -> Model:
        """The values in `env`, and those of `variables`, once a run in which the tests come out so is over."""
        left = dict(env)
        for variable in dict.fromkeys((*env, *variables)):
            values = self._left_in(variable, page, env)
            if values is not None:
                left[variable] = values
        return left

    def _left_in(self, variable: Variable, page: PageRun, env: Model) -> ValueSet | None:
        """What the page's run certainly makes the variable; None where it leaves it alone, or that is not known."""
        match variable.subject, variable.aspect:
            case ("state", Key() as key, 0), "value":
                write = self._last(page, key, env)
                return None if write is None else self._values(write, write.value, env)
            case ("key", Key() as key), ("present", None):
                return None if self._last(page, key, env) is None else TRUE
        return None

    def _last(self, page: PageRun, key: Key, env: Model) -> StateWrite | None:
        """The last write of the key in the run, if it is certain which that is, and nothing deletes the key."""
        last: StateWrite | None = None
        for effect in self._effects.of(self._effects.writes, key):
            write = effect.event
            if effect.page is not page or effect.callback is not None or write.form == "setdefault":
                continue
            happens = self._conditions.assuming(write.condition, env)
            if happens is ALWAYS and write.key == key and write.form != "inside":
                last = write
            elif happens is not NEVER:
                return None
        deletes = (effect for effect in self._effects.of(self._effects.deletes, key) if effect.page is page)
        return (
            None if any(self._conditions.assuming(one.event.condition, env) is not NEVER for one in deletes) else last
        )

    def _values(self, write: StateWrite, value: Value, env: Model) -> ValueSet | None:
        if write.change is ItemsChange.EMPTIES:
            return FALSE
        match value:
            case Known(value=constant):
                return only((constant,))
            case Choice(alternatives=alternatives):
                chosen = [inner for when, inner in alternatives if self._conditions.assuming(when, env) is ALWAYS]
                return self._values(write, chosen[0], env) if chosen else None
            case WidgetResult(identity=identity) | StateValue(identity=identity):
                own = (v for v in env if v.aspect == "value" and v.subject == identity)
                return next((env[variable] for variable in own), None)
        return None
