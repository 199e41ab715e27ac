"""The way to where a run is: which runs come here, as one segment for each call, loop and arm under way.

Every condition here is relative to the segment that it belongs to, so that where ways meet again nothing has to be
taken apart: either all of a segment's ways come back, or what did not leave it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER

if TYPE_CHECKING:
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition

# Where a way leads that ends the run.
NOWHERE = -1


@dataclass(slots=True, eq=False)
class Segment:
    """`around` are the runs that enter, because of `test`; `condition` is what those have met that are still in it.

    `left` are the ways that left before its end: to the segment of which number, under which condition. `within` is
    `around`, counted from where the innermost recording began. `outer` is the segment around it, and `entered` what its
    runs had met by then.
    """

    around: Condition
    test: Condition
    within: Condition
    outer: Segment | None = None
    entered: Condition = ALWAYS
    condition: Condition = ALWAYS
    left: list[tuple[int, Condition]] = field(default_factory=list)


class PathCondition:
    """The segments of a run, outermost first."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._segments = [Segment(ALWAYS, ALWAYS, ALWAYS)]
        self.current = self._segments[0]

    @property
    def depth(self) -> int:
        """The number of the present segment."""
        return len(self._segments) - 1

    @property
    def condition(self) -> Condition:
        """What the runs that are still here have met since the present segment began."""
        return self.current.condition

    @condition.setter
    def condition(self, condition: Condition) -> None:
        self.current.condition = condition

    @property
    def reached(self) -> Condition:
        """The runs that come here."""
        return self._conditions.both(self.current.around, self.current.condition)

    @property
    def reached_within(self) -> Condition:
        """What the runs that come here have met since the innermost recording began."""
        return self._conditions.both(self.current.within, self.current.condition)

    def since(self, depth: int) -> Condition:
        """What the runs that come here have met since the segment of that number began."""
        whole = self._segments[depth].condition
        for segment in self._segments[depth + 1 :]:
            whole = self._conditions.both(self._conditions.both(whole, segment.test), segment.condition)
        return whole

    def enter(self, test: Condition = ALWAYS) -> None:
        """Begins a segment for the runs that meet `test`."""
        around = self._conditions.both(self.reached, test)
        is_recorded = self.current.within is not self.current.around
        within = self._conditions.both(self.reached_within, test) if is_recorded else around
        self.current = Segment(around, test, within, self.current, self.current.condition)
        self._segments.append(self.current)

    def begin_recording(self) -> None:
        """Begins a segment from which a recording counts; what leaves it leaves the one around it."""
        self.enter()
        self.current.within = ALWAYS

    def end(self, target: int) -> None:
        """This way ends here: it leads behind the segment of that number, or NOWHERE."""
        if self.current.condition is not NEVER:
            self.current.left.append((target, self.current.condition))
            self.current.condition = NEVER

    def leave(self, *, forget: bool = False) -> Condition:
        """Ends the present segment and gives what its runs have met that go on behind it.

        `forget` says that no way leaves it, whatever it did.
        """
        segment, depth = self._segments.pop(), len(self._segments)
        self.current = outer = self._segments[-1]
        if forget:
            return ALWAYS
        came_back = False
        others: list[Condition] = []
        for target, condition in segment.left:
            if target == depth:
                came_back = True
                continue
            others.append(condition)
            inside = self._conditions.both(self._conditions.both(outer.condition, segment.test), condition)
            outer.left.append((target, inside))
        if not came_back:
            return segment.condition
        return self._conditions.all_of(condition.negation for condition in others)

    def narrow(self, stays: Condition) -> None:
        """Goes on with those runs only."""
        self.current.condition = self._conditions.both(self.current.condition, stays)

    def copy(self) -> PathCondition:
        """The same way, to be gone on trial."""
        other = PathCondition(self._conditions)
        other._segments = [replace(segment, left=list(segment.left)) for segment in self._segments]
        other.current = other._segments[-1]
        return other

    def back_to(self, other: PathCondition) -> None:
        """Takes the way of a copy again: statements under way hold on to this one."""
        self._segments = other.copy()._segments
        self.current = self._segments[-1]
