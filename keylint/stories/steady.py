"""What the run of a page leaves in session state: what the next run begins with when nothing else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.assumptions import Assumption
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

    def left(self, page: PageRun, env: Model, variables: Iterable[Variable]) -> Model:
        """The values of those of the variables that a run in which the tests come out as in `env` certainly sets."""
        so = Assumption(self._conditions, env)
        found = ((variable, self._left_in(variable, page, env, so)) for variable in variables)
        return {variable: values for variable, values in found if values is not None}

    def _left_in(self, variable: Variable, page: PageRun, env: Model, so: Assumption) -> ValueSet | None:
        """What the page's run certainly makes the variable; None where it leaves it alone, or that is not known."""
        match variable.subject, variable.aspect:
            case ("state", Key() as key, 0), "value":
                write = self._last(page, key, so)
                if write is not None:
                    return self._values(write, write.value, env, so)
                return self._left_anyway(variable, page, key, env) if variable not in env else None
            case ("key", Key() as key), ("present", None):
                return None if self._last(page, key, so) is None else TRUE
        return None

    def _left_anyway(self, variable: Variable, page: PageRun, key: Key, env: Model) -> ValueSet | None:
        """What the run sets where it is not so already: `if last != new: last = new`."""
        for effect in self._effects.of(self._effects.writes, key):
            value = effect.event.value
            if effect.page is page and effect.callback is None and isinstance(value, Known):
                values = only((value.value,))
                otherwise = self.left(page, {**env, variable: values.complement}, (variable,))
                if otherwise.get(variable) is values:
                    return values
        return None

    def _last(self, page: PageRun, key: Key, so: Assumption) -> StateWrite | None:
        """The last write of the key in the run, if it is certain which that is, and nothing deletes the key."""
        last: StateWrite | None = None
        for effect in self._effects.of(self._effects.writes, key):
            write = effect.event
            if effect.page is not page or effect.callback is not None or write.form == "setdefault":
                continue
            happens = so.of(write.condition)
            if happens is ALWAYS and write.key == key and write.form != "inside":
                last = write
            elif happens is not NEVER:
                return None
        deletes = (one.event for one in self._effects.deletes_of(key) if one.page is page)
        is_deleted = any(so.of(event.condition) is not NEVER for event in deletes)
        return None if is_deleted else last

    def _values(self, write: StateWrite, value: Value, env: Model, so: Assumption) -> ValueSet | None:
        if write.change is ItemsChange.EMPTIES:
            return FALSE
        match value:
            case Known(value=constant):
                return only((constant,))
            case Choice(alternatives=alternatives):
                chosen = [inner for when, inner in alternatives if so.of(when) is ALWAYS]
                return self._values(write, chosen[0], env, so) if chosen else None
            case WidgetResult(identity=identity) | StateValue(identity=identity):
                own = (v for v in env if v.aspect == "value" and v.subject == identity)
                return next((env[variable] for variable in own), None)
        return None
