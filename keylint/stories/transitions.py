"""The runs of a story: what an act leads to from where the two machines are. What is played once is known."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, overload

from keylint.clockwork import MISSING, IdealRun, Leave
from keylint.run.trace import Draw, StateRead, StateWrite
from keylint.run.values import in_order
from keylint.stories.companions import Companions
from keylint.stories.playing import Observed, Play
from keylint.stories.story import Symptom
from keylint.stories.tokens import edits_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.clockwork import IdealSession, Run, Session, Widget
    from keylint.clockwork.widgets import Fragment
    from keylint.conditions.nodes import Condition
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories.calls import Calls
    from keylint.stories.clusters import Cluster
    from keylint.stories.situation import Situation
    from keylint.stories.situations import Situations
    from keylint.stories.tokens import Token

_MOST_RUNS = 4
# What the clockwork does in a run beside the events of the app, counted in events.
_COST_OF_A_RUN = 5


@dataclass(frozen=True, slots=True)
class Node:
    """Where the two machines are after a run, which was one of the situation; `edits` counts those of the user."""

    situation: Situation
    real: Session
    ideal: IdealSession
    edits: int

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """Equal for equal nodes of one search, in which equal sessions are one object."""
        return id(self.situation), id(self.real), id(self.ideal), self.edits


@dataclass(frozen=True, slots=True)
class Telling:
    """A symptom of a run, whatever led to it; the fields are those of a `Story`."""

    symptom: Symptom
    event: Event
    seen: Token
    wanted: Token
    is_default: bool = False


@dataclass(slots=True)
class Ran:
    """What came of a run and of those that follow by themselves: its symptoms, and where it ends, if it does. `cost`
    counts the events that were looked at for that."""

    told: list[Telling] = field(default_factory=list)
    node: Node | None = None
    cost: int = 0


# What happens before a run: the callback of a widget that is not the protagonist, or what the run before it does beside
# leading to this one.
Called: TypeAlias = "CallbackRun | Companions | None"
# What makes a machine run: the user on the page, on the way to another one, or in a fragment; None where the run before
# has asked for it.
Start = tuple["PageRun | None", "Fragment | None", "Called"] | None


class Runs:
    """The runs of one cluster on one version."""

    def __init__(self, calls: Calls, situations: Situations) -> None:
        self._cluster = calls.cluster
        self._calls = calls
        self._making = situations
        self._ignored = _feeding_reads(self._cluster)
        self._feeding = frozenset(calls.feeding())
        self._of_others = frozenset(_keys_of_others(self._cluster))
        self._in_callbacks = frozenset(id(event) for script in self._cluster.callbacks.values() for event in script)
        self._sent_off: dict[int, bool] = {}
        self._ran: dict[tuple[object, ...], Ran] = {}
        self._sessions: dict[Session, Session] = {}
        self._ideals: dict[IdealSession, IdealSession] = {}
        self._after_reals: dict[tuple[int, int, Start], tuple[Observed, Session]] = {}
        self._after_ideals: dict[tuple[int, int, Start], tuple[Observed, IdealSession]] = {}

    def node(self, situation: Situation, real: Session, expected: IdealSession, edits: int) -> Node:
        real = self._sessions.setdefault(real, real)
        return Node(situation, real, self._ideals.setdefault(expected, expected), edits)

    def after(self, node: Node, to: PageRun | None, fragment: Fragment | None, called: Called) -> Ran:
        """What comes of a run after the node, and of those that follow by themselves: of its page, of the page `to`, or
        of a fragment; `called` is what happens before it."""
        question = (*node.identity, to, fragment, called)
        known = self._ran.get(question)
        if known is None:
            known = self._ran[question] = self._played(node, to, fragment, called)
        return known

    def _played(self, node: Node, to: PageRun | None, fragment: Fragment | None, called: Called) -> Ran:
        ran = Ran()
        situation, real, expected = node.situation, node.real, node.ideal
        is_reset = self._is_reset(node)
        screen = tuple(node.real.screen)
        start: Start = (to, fragment, called)
        for _ in range(_MOST_RUNS):
            seen, real = self._after_real(situation, real, start)
            wanted, expected = self._after_ideal(situation, expected, start)
            if wanted.puts_back:
                break
            ran.cost += 2 * (len(situation.ways) + _COST_OF_A_RUN)
            accepted: frozenset[str] = frozenset()
            in_sight: frozenset[int] = frozenset()
            if is_reset:
                accepted, expected = self._accepted(seen, real, expected)
                in_sight = self._in_callbacks  # which look at what the user sees
                is_reset = False
            for telling in self._compared(seen, wanted, real, expected):
                if telling.symptom is Symptom.SHOWN and self._is_set(telling.seen, screen, seen):
                    given = expected.given(self._cluster.key.text, telling.seen)
                    expected = self._ideals.setdefault(given, given)
                elif id(telling.event) not in in_sight and not (
                    isinstance(telling.event, StateRead) and telling.event.key.text in accepted
                ):
                    ran.told.append(telling)
            leave = _left_by(situation, seen)
            if leave is Leave.SWITCH_PAGE:
                break
            if leave is not Leave.RERUN:
                ran.node = Node(situation, real, expected, node.edits)
                break
            situation = situation.resting or situation
            start = None
        return ran

    def _is_set(self, shown: Token, before: tuple[Widget, ...], seen: Observed) -> bool:
        """Whether a widget that was on the screen all the time shows what it is given since: the app has set it."""
        earlier = [widget.default for widget in before if widget.key == self._cluster.key.text]
        now = [widget.default for draw, widget in seen.draws if self._cluster.is_own(draw)]
        return bool(earlier) and shown in now and shown not in earlier

    def _is_reset(self, node: Node) -> bool:
        """Whether the user sees that the widget has another value than what they gave it."""
        own = [widget for widget in node.real.screen if widget.key == self._cluster.key.text]
        return any(_differing(node.real, node.ideal, widget) is not None for widget in own)

    def _accepted(self, seen: Observed, real: Session, expected: IdealSession) -> tuple[frozenset[str], IdealSession]:
        """The cells that only a click writes, by a user who sees that the widget was reset: they send off what is in
        sight, and expect to find that there from then on."""
        accepted = frozenset(write.key.text for write in seen.writes if self._is_sent_off(write))
        held = real.follow()
        for cell in sorted(accepted):
            if held.read(cell) is not MISSING:
                expected = expected.given(cell, held.read(cell))
        return accepted, self._ideals.setdefault(expected, expected)

    def _is_sent_off(self, write: StateWrite) -> bool:
        known = self._sent_off.get(id(write))
        if known is None:
            known = self._sent_off[id(write)] = id(write) in self._in_callbacks or self._making.is_on_click(write)
        return known

    # Many nodes have one of their two machines in common.

    def _after_real(self, situation: Situation, session: Session, start: Start) -> tuple[Observed, Session]:
        question = (id(situation), id(session), start)
        known = self._after_reals.get(question)
        if known is None:
            run = _begun(session, start)
            seen = self._play(situation, run, start)
            after = run.leave(_left_by(situation, seen))
            known = self._after_reals[question] = seen, self._sessions.setdefault(after, after)
        return known

    def _after_ideal(self, situation: Situation, session: IdealSession, start: Start) -> tuple[Observed, IdealSession]:
        question = (id(situation), id(session), start)
        known = self._after_ideals.get(question)
        if known is None:
            run = _begun(session, start)
            wanted = self._play(situation, run, start)
            after = run.leave(situation.leave)
            known = self._after_ideals[question] = wanted, self._ideals.setdefault(after, after)
        return known

    def _play(self, situation: Situation, run: Run | IdealRun, start: Start) -> Observed:
        called = start[2] if start is not None else None
        play = Play(self._calls, self._making, situation, run)
        for callback in run.callbacks:
            play.begin()
            play.play(self._script(callback))
        play.observed.reads.clear()
        if called is not None:
            play.begin()
            play.play(called.ways if isinstance(called, Companions) else self._script(called))
            if isinstance(run, IdealRun):
                self._put_back(situation, run, play.observed)
        play.begin()
        ways = situation.ways
        if run.fragment is not None:
            ways = tuple(way for way in ways if run.fragment in (way[0].context.fragment, way[0].context.dialog))
        play.play(ways)
        if situation.resting is not None and isinstance(run, IdealRun):  # somebody has clicked
            self._put_back(situation, run, play.observed)
        return play.observed

    def _script(self, callback: Hashable) -> Iterator[tuple[Event, Condition]]:
        script = self._cluster.callbacks.get(callback, ())  # type: ignore[call-overload]
        return ((event, self._cluster.condition_of(event)) for event in script)

    def _put_back(self, situation: Situation, run: IdealRun, observed: Observed) -> None:
        """What the widget begins with has got another value, which is not the user's, by another input: it was put back
        on purpose. Where the widget was not there, or is hidden by it, it is to begin anew when it is back; where it
        stays in sight, nobody can say what is expected."""
        own = self._cluster.key.text
        if run.read(own) is MISSING:
            return
        is_drawn = any(isinstance(event, Draw) and self._cluster.is_own(event) for event, _ in situation.ways)
        for write in observed.writes:
            cell = write.key.text
            if cell not in self._feeding or edits_in(run.read(cell)):
                continue
            if is_drawn and run.was_on_screen(own):
                observed.puts_back = True
            else:
                run.delete(own)
            return

    def _compared(self, seen: Observed, wanted: Observed, real: Session, expected: IdealSession) -> Iterator[Telling]:
        own = self._cluster.key.text
        drawn = any(self._cluster.is_own(draw) for draw, _ in seen.draws)
        hidden = self._of_others.difference(draw.key.text for draw, _ in seen.draws if draw.key is not None)
        for number, (read, token) in seen.reads.items():
            other = wanted.reads.get(number, (read, token))[1]
            fails = token is MISSING and read.raises_if_missing
            if token == other or (number in self._ignored and not fails) or drawn:
                continue
            if read.key.text in hidden:
                continue  # what was lost is the value of that widget, whoever had set it
            yield Telling(Symptom.READ, read, token, other)
        for number, (read, other) in wanted.reads.items():
            # Behind `if key in st.session_state`: what the user expects to see there is missing.
            if number not in seen.reads and number not in self._ignored and not drawn and read.key.text == own:
                yield Telling(Symptom.READ, read, MISSING, other)
        for draw, widget in seen.draws:
            if not self._cluster.is_own(draw):
                continue
            differing = _differing(real, expected, widget)
            if differing is not None:
                is_given = any(write.key.text == own for write in seen.writes)
                is_default = differing[0] == widget.default and not is_given
                yield Telling(Symptom.SHOWN, draw, *differing, is_default)
        if seen.error is not None and wanted.error is None:
            yield Telling(Symptom.RAISES, seen.error[1], seen.error[0].cause, None)


def _differing(real: Session, expected: IdealSession, widget: Widget) -> tuple[Token, Token] | None:
    """What the user sees in a widget and what they expect to see; None where that is the same, or not known."""
    try:
        shown, other = real.shown(widget), expected.shown(widget)
    except KeyError:
        return None
    return None if shown == other else (shown, other)


def _left_by(situation: Situation, seen: Observed) -> Leave:
    return Leave.EXCEPTION if seen.error is not None else situation.leave


@overload
def _begun(session: Session, start: Start) -> Run: ...
@overload
def _begun(session: IdealSession, start: Start) -> IdealRun: ...
def _begun(session: Session | IdealSession, start: Start) -> Run | IdealRun:
    """The run that begins after the session."""
    if start is None:
        return session.follow()
    to, fragment, _ = start
    return session.rerun(fragment) if to is None else session.go_to(to.name)


def _keys_of_others(cluster: Cluster) -> Iterator[str]:
    """The cells that other widgets have as their keys."""
    for script in cluster.scripts.values():
        for event in script:
            if isinstance(event, Draw) and event.key is not None and not cluster.is_own(event):
                yield event.key.text


def _feeding_reads(cluster: Cluster) -> frozenset[int]:
    """Reads that only carry a value back to the widget, or a key to itself, or throw it away (`pop`): nobody misses
    what they give."""
    found: set[int] = set()
    scripts = (*cluster.scripts.values(), *cluster.callbacks.values())
    for script in scripts:
        for read, following in itertools.pairwise(script):
            if not isinstance(read, StateRead):
                continue
            if read.form == "pop":
                found.add(id(read))
                continue
            if isinstance(following, StateWrite) and following.key.text in cluster.cells:
                origins = following.value_origins
            elif isinstance(following, Draw) and cluster.is_own(following):
                origins = frozenset(o for one in following.parameter_origins.values() for o in one)
            else:
                continue
            if any(o.kind == "state" and getattr(o.detail, "text", None) == read.key.text for o in in_order(origins)):
                found.add(id(read))
    return frozenset(found)
