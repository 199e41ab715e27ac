"""A story: the acts that lead to a symptom, cheapest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, Leave
from keylint.run.trace import StateRead

if TYPE_CHECKING:
    from keylint.conditions.deciding import Model
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Event
    from keylint.stories.flips import Flip
    from keylint.stories.tokens import Token


class Symptom(Enum):
    """What differs from what the user expects. READ: the app sees another value while the widget is not there, or in a
    copy. SHOWN: the screen shows another value. RAISES: an exception that nobody expects."""

    READ = "read"
    SHOWN = "shown"
    RAISES = "raises"


class Act(Enum):
    """What the user does. FLIP: what shows or hides things is changed, by a widget, a click, or the app's own state.
    CALL: a click or an edit of another widget, whose callback looks at the same cells."""

    OPEN = "open"
    EDIT = "edit"
    FLIP = "flip"
    CALL = "call"
    GO = "go"
    RERUN = "rerun"


# Data go and come back, of two lists.
_MOST_CHANGES_OUTSIDE = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One act, the page that it leads to, what flips, how the run ends that it causes, and the widget of a CALL.

    `is_cut`: the run is without the widget because it ends. `env` is how the tests of the page come out before
    something flips: it may take doing to get there. `then` is how they come out after it.
    """

    act: Act
    page: PageRun
    flips: tuple[Flip, ...] = ()
    value: Token = None
    leave: Leave = Leave.END
    is_cut: bool = False
    by: Draw | None = None
    env: Model = field(default_factory=dict, compare=False)
    then: Model = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Story:
    """`seen` and `wanted` are what the app or the screen has, and what the user would expect; `event` the read or
    draw where it shows. `is_unsure`: it may be that the two are the same, or that something else keeps the value.
    `is_default`: the widget shows what it begins with by itself, and the run gives it nothing else."""

    symptom: Symptom
    steps: tuple[Step, ...]
    event: Event
    seen: Token
    wanted: Token
    is_unsure: bool = False
    is_default: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether it takes a change of data outside the app, or a run that fails."""
        return any(step.leave is Leave.EXCEPTION or any(flip.is_weak for flip in step.flips) for step in self.steps)

    @property
    def is_crash(self) -> bool:
        """Whether the app looks for a key that is gone, and fails."""
        return self.seen is MISSING and isinstance(self.event, StateRead) and self.event.raises_if_missing

    @property
    def is_far_fetched(self) -> bool:
        """Whether it takes so many changes of data outside the app that nobody will ever see it."""
        return sum(flip.is_weak for flip in self.flips) > _MOST_CHANGES_OUTSIDE

    @property
    def home(self) -> PageRun:
        """The page that draws the widget."""
        return self.steps[0].page

    @property
    def flips(self) -> tuple[Flip, ...]:
        return tuple(flip for step in self.steps for flip in step.flips)

    @property
    def is_skipped(self) -> bool:
        """Whether only runs that end above the widget, by `st.stop()` or an exception, are without it."""
        return any(step.is_cut and step.leave in (Leave.STOP, Leave.EXCEPTION) for step in self.steps)

    @property
    def leaves_page(self) -> bool:
        return any(step.act is Act.GO for step in self.steps[1:])
