"""A situation: runs of a page that do the same with a cluster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.clockwork import Leave
    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Condition
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories.flips import Flip


@dataclass(frozen=True, eq=False)
class Situation:
    """Runs of a page, told by the values of the tests in `env`; `resting` is the same without a click.

    `ways` are the events of the cluster with what decides them beside `env`: tests of the cluster's own cells.
    `flips` lead to here from `after`, or, where that is None, from the situation that the page is opened in.
    """

    page: PageRun
    env: Model
    ways: tuple[tuple[Event, Condition], ...]
    leave: Leave
    flips: tuple[Flip, ...] = ()
    resting: Situation | None = None
    after: Situation | None = None
    decided: dict[Condition, Condition] = field(default_factory=dict)

    @property
    def is_weak(self) -> bool:
        return any(flip.is_weak for flip in self.flips)

    def is_like(self, other: Situation) -> bool:
        """Whether the same happens in both."""
        return (
            self.leave is other.leave
            and (self.resting is None) == (other.resting is None)
            and len(self.ways) == len(other.ways)
            and all(a is b and c is d for (a, c), (b, d) in zip(self.ways, other.ways, strict=True))
        )


@dataclass
class Doubts:
    """Whether questions took too long (`is_undecided`), or there was more to look at than is looked at (`is_cut`)."""

    is_undecided: bool = False
    is_cut: bool = False

    def add(self, other: Doubts) -> None:
        self.is_undecided |= other.is_undecided
        self.is_cut |= other.is_cut

    def taken(self) -> Doubts:
        """These doubts; none are left."""
        taken = Doubts(self.is_undecided, self.is_cut)
        self.is_undecided = self.is_cut = False
        return taken


@dataclass(frozen=True, slots=True)
class Found:
    """The situations of a page for clusters with which it does the same under the same conditions, in terms of one of
    them: the events of `script`."""

    script: tuple[Event, ...]
    situations: tuple[Situation, ...]
    doubts: Doubts
