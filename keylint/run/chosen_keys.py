"""The keys that a loop over session state chooses: `for key in st.session_state: if key.startswith("w_"): …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.values import FALSE, TRUE, only
from keylint.run.atoms import Atoms, restrict
from keylint.run.computing import UNKNOWN, computed
from keylint.run.keys import Key
from keylint.run.values import StateValue, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Atom

# What is made of a key is so in a few steps.
_DEEPEST = 6


def where_passing(
    conditions: Conditions, condition: Condition, loop_key: Key, key: str, *, otherwise: bool
) -> Condition:
    """What is left of a condition where the key that only the run knows, as that of a loop over session state, is this
    one. Of tests of which that cannot be said it is taken to hold, or not to hold, `otherwise`."""
    holes = {hole.identity for hole in loop_key.holes}
    answers = [(atom, _passes(atom, key)) for atom in Atoms(conditions).of(condition) if atom.subject in holes]
    condition = restrict(conditions, condition, answers)
    for variable in dict.fromkeys(test.variable for test in conditions.tests(condition)):
        if _is_made_of(conditions, variable.subject, holes):
            outcome = _outcome(conditions, variable, holes, key)
            outcomes = (TRUE, FALSE) if outcome is None else (outcome,)
            ways = [conditions.assuming(condition, {variable: values}) for values in outcomes]
            condition = conditions.any_of(ways) if otherwise else conditions.all_of(ways)
    return condition


def _passes(atom: Atom, key: str) -> bool:
    """Whether the test of a key that only the run knows holds where it is this one; what is not seen, does."""
    constant = str(atom.constant)
    if atom.predicate == "startswith":
        return key.startswith(constant)
    if atom.predicate == "endswith":
        return key.endswith(constant)
    return key == constant if atom.predicate == "equals" else True


def _is_made_of(conditions: Conditions, subject: Hashable, holes: Collection[Hashable], depth: int = 0) -> bool:
    match subject:
        case ("state", Key() as key, _) | StateValue(key=key):  # what session state holds under it
            return any(hole.identity in holes for hole in key.holes)
    if subject in holes:
        return True
    parts = conditions.parts(subject) if isinstance(subject, int) and depth < _DEEPEST else ()
    return any(_is_made_of(conditions, part, holes, depth + 1) for part in parts)


def _outcome(conditions: Conditions, variable: Variable, holes: Collection[Hashable], key: str) -> ValueSet | None:
    """How a test comes out of what is made of the key, also that it begins or ends with a text of which a part is
    known; None where that cannot be said."""
    subject = variable.subject
    if variable.aspect == ("some", None):
        return TRUE  # what the loop goes through has the key
    match conditions.parts(subject) if isinstance(subject, int) else ():
        case (_, looked_at, "startswith" | "endswith" as method, Text(key=part)) if looked_at in holes:
            start, end, _ = part.text_edges
            if not (key.startswith(start) if method == "startswith" else key.endswith(end)):
                return FALSE
    value = computed(conditions, subject, lambda side: key if side in holes else UNKNOWN)
    return only((value,)) if isinstance(value, (str, int, float)) or value is None else None


def is_any_of_state(key: Key) -> bool:
    """Whether it stands for each key of session state in turn, as in a loop over it; another key that only the run
    knows is one."""
    return key.is_unknown and any(origin.kind == "key" for hole in key.holes for origin in hole.origins)
