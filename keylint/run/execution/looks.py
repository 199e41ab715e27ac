"""What a run sees of the way to where it is: what decides whether an equal call, on another way, goes on as this one.

How much is seen of a way at once depends on how its conditions have come together, also where they have nothing to do
with what is looked for. So a look is repeated as it was made: the segments since the call are put behind the way to
the new one, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from keylint.conditions.nodes import Condition
    from keylint.conditions.questions import Questions
    from keylint.run.execution.path_condition import Segment


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`see` was given the runs that came to where `condition` held in `segment`, and `details`, and told `seen`."""

    segment: Segment
    condition: Condition
    see: Callable[..., Hashable]
    details: tuple[object, ...]
    seen: Hashable


def see_the_same(questions: Questions, looks: Iterable[Look], start: Segment, reached: Condition) -> bool:
    """Whether each look would tell the same where `start` began on another way."""
    both = questions.conditions.both
    around = {start: reached}
    for look in looks:
        path = [look.segment]
        while path[-1] not in around:
            assert path[-1].outer is not None
            path.append(path[-1].outer)
        here = around[path.pop()]
        for segment in reversed(path):
            here = around[segment] = both(both(here, segment.entered), segment.test)
        if look.see(questions, both(here, look.condition), *look.details) != look.seen:
            return False
    return True


def comes_to(questions: Questions, reached: Condition, condition: Condition) -> bool:
    """Whether any of the runs can meet the condition, as far as that is seen at once."""
    return questions.conditions.both(reached, condition) is not NEVER


def can_be(questions: Questions, reached: Condition, test: Condition) -> bool:
    """Whether some of the runs meet the test. Only asked where the way depends on what it tests."""
    both = questions.conditions.both(reached, test)
    if both is NEVER or test is ALWAYS:
        return both is not NEVER
    return not reached.reach & test.reach or not questions.excludes(reached, test)


def excludes(questions: Questions, reached: Condition, condition: Condition, test: Condition) -> bool:
    """Whether none of the runs that meet the condition passes the test, as far as a quick look tells."""
    return questions.excludes(questions.conditions.both(reached, condition), test)
