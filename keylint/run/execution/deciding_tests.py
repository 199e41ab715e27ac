"""What is remembered of the tests by which a choice between values goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition, Variable
    from keylint.run.values import Origin


@dataclass(frozen=True, slots=True)
class DecidingTest:
    """A test that comes from what is followed: what is asked, what that comes from, and when it makes a difference."""

    variable: Variable
    origins: frozenset[Origin]
    when: Condition
