"""The state of one symbolic run: where it is, under which condition, and what it has recorded so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.conditions.questions import Questions
from keylint.findings import Location, Unknown
from keylint.run.atoms import condition_of, connect_tests
from keylint.run.execution import looks
from keylint.run.execution.frames import Arm, Callback, Exits, Frame, Loop, Mode, SealedCallTooLongError
from keylint.run.execution.looks import Look
from keylint.run.execution.navigation_state import Navigation
from keylint.run.execution.path_condition import NOWHERE, PathCondition
from keylint.run.execution.recording import cannot_repeat
from keylint.run.execution.scopes import Scope
from keylint.run.execution.sharing import Sharing
from keylint.run.execution.store import Layer, Store
from keylint.run.execution.unfollowed_decorators import UnfollowedDecorators
from keylint.run.reasons import Reason
from keylint.run.trace import Atom, Context, Event, Guard, Trace
from keylint.run.values import MADE_OF_OTHERS, NO_ORIGINS, NONE, Opaque, Reference, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from pathlib import Path

    from keylint.facts.expressions import Expression, Scalar
    from keylint.facts.statements import Block
    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.deciding_tests import DecidingTest
    from keylint.run.execution.recording import Recorded, Recording, SealedResult
    from keylint.run.execution.store import Cell
    from keylint.run.keys import Key
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.project import Project
    from keylint.run.trace import GuardKind, Leaving
    from keylint.run.values import Choice, ClassValue, FunctionValue, Origin, PageValue
    from keylint.streamlit.versions import Version

# For one page with its callbacks, or one imported module: enough for the largest seen. What needs more is cut, and says
# so; everything else goes on as if it were alone.
MOST_STEPS = 200_000

P = ParamSpec("P")
SomeEvent = TypeVar("SomeEvent", bound=Event)
Seen = TypeVar("Seen", bound="Hashable")


@dataclass(frozen=True)
class Interpreter:
    """What to do for each kind of expression, assignment target and statement; filled in by the modules that know.

    `initial_cell` gives what a cell holds before the run has written to it, `note_read` records that a shared object
    is looked at, `bounded` gives a value that was made, or an unknown one where it is too large to be followed.
    """

    evaluators: Mapping[type, Callable[..., Value]]
    assigners: Mapping[type, Callable[..., None]]
    executors: Mapping[type, Callable[..., None]]
    call: Callable[[Machine, Value, Arguments, Expression], Value]
    run_page: Callable[[Machine, PageValue, Expression], None]
    initial_cell: Callable[[Machine, Cell], Value | None]
    note_read: Callable[[Machine, Value, Span], None]
    bounded: Callable[[Machine, Value, Span], Value]


@dataclass
class Program:
    """What the runs of one app share: its files, its conditions, and the modules that were imported."""

    project: Project
    entrypoint: Path
    version: Version
    interpreter: Interpreter
    conditions: Conditions = field(default_factory=Conditions)
    questions: Questions = field(init=False)
    base: Layer = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)
    module_scopes: dict[Path, int] = field(default_factory=dict)
    unknowns: dict[Unknown, None] = field(default_factory=dict)
    unfinished_modules: set[Path] = field(default_factory=set)
    drawing_code: dict[tuple[Path, Span, bool], bool] = field(default_factory=dict)
    classes: dict[ClassValue, None] = field(default_factory=dict)
    unfollowed_decorators: UnfollowedDecorators = field(default_factory=UnfollowedDecorators)
    read_files: set[Path] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    trusted_keys: set[str] = field(default_factory=set)
    streamlit_files: dict[Path, bool] = field(default_factory=dict)
    sealed_results: dict[Hashable, SealedResult] = field(default_factory=dict)
    recorded: dict[Hashable, list[Recorded]] = field(default_factory=dict)
    machines: int = 0
    remembers: bool = True
    keys_all_inputs: bool = False
    search_folders: tuple[Path, ...] = ()
    namespaces: set[str] = field(default_factory=set)
    calls: dict[tuple[str, Location], set[tuple[Condition, bool]]] = field(default_factory=dict)
    sharing: Sharing = field(default_factory=Sharing)
    choices_in: dict[Value, tuple[Choice, ...]] = field(default_factory=dict)
    made_when: dict[Opaque, Mapping[Origin, Condition]] = field(default_factory=dict)
    decided_by: dict[Choice, tuple[DecidingTest, ...]] = field(default_factory=dict)
    first_loops: dict[Hashable, Location] = field(default_factory=dict)
    collections_given: dict[Hashable, Hashable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        connect_tests(self.conditions)
        self.questions = Questions(self.conditions)

    def new_scope(
        self,
        parent: int | None,
        module: Path,
        *,
        is_class: bool = False,
        global_names: frozenset[str] = frozenset(),
        outer_names: frozenset[str] = frozenset(),
    ) -> Scope:
        scope = Scope(len(self.scopes), parent, module, is_class, global_names, outer_names)
        self.scopes.append(scope)
        return scope

    def note_unknown(self, path: str, reason: Reason) -> None:
        """Records that a file as a whole is not known."""
        self.unknowns[Unknown(path, 1, reason.value)] = None

    def identity(self, *parts: Hashable) -> int:
        """One number for equal parts, so that long derivations stay cheap to compare."""
        return self.conditions.identity(*parts)


class Machine:
    """One symbolic run. Evaluation and execution are functions over it, in the modules beside this one."""

    def __init__(
        self,
        program: Program,
        *,
        initialising: bool = False,
        navigation: Navigation | None = None,
    ) -> None:
        self.program = program
        program.machines += 1
        self.number = program.machines
        self.interpreter = program.interpreter
        self.conditions = program.conditions
        self.store = Store(program.conditions, program.base, partial(program.interpreter.initial_cell, self))
        self.trace = Trace()
        self.path = PathCondition(program.conditions)
        self.guards: tuple[Guard, ...] = ()
        self.context = Context()
        self.frames: list[Frame] = []
        self.loops: list[Loop] = []
        self.attempts: list[Exits] = []
        self.recordings: list[Recording] = []
        self.looks: list[Look] = []
        self.mode = Mode()
        self.sealed_until: int | None = None
        self.active: list[FunctionValue] = []
        self.circling: set[tuple[Path, Span]] = set()
        self.circles = 0
        self.callbacks: list[Callback] = []
        self.runs_callback = False
        self.containers: list[Value] = []
        self.changed_lists: dict[Key | Hashable, dict[str, Location]] = {}
        self.options: dict[Key, tuple[Scalar, ...]] = {}
        self.navigation = navigation or Navigation()
        self.initialising = initialising
        self.universe: Condition = ALWAYS
        self.script_scopes: dict[Path, int] = {}
        self.unrolled: tuple[int, ...] = ()
        self.binding: tuple[Expression, str] | None = None
        self.seeded: set[str] = set()
        self.steps = 0
        self.acts = False
        self.cut = False
        self.is_complete = True

    def evaluate(self, expression: Expression) -> Value:
        """The value of an expression; what it draws, reads and writes goes into the trace."""
        self.step()
        value = self.interpreter.evaluators[type(expression)](self, expression)
        if isinstance(value, (Reference, Opaque)) and value.identity in self.program.sharing.parts:
            self.interpreter.note_read(self, value, expression.span)
        return self.interpreter.bounded(self, value, expression.span) if isinstance(value, MADE_OF_OTHERS) else value

    def evaluate_test(self, expression: Expression) -> Value:
        """The value of an expression that decides what happens next."""
        mode, self.mode = self.mode, replace(self.mode, is_testing=True)
        value = self.evaluate(expression)
        self.mode = mode
        return value

    def execute(self, block: Block) -> None:
        """Runs statements in order, as long as any run reaches them."""
        for statement in block:
            if not self.is_alive:
                return
            self.step()
            self.interpreter.executors[type(statement)](self, statement)

    # -- where the run is ------------------------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    @property
    def scope(self) -> Scope:
        return self.frames[-1].scope

    def reached(self, condition: Condition = ALWAYS) -> Condition:
        """The runs that come here, in which `condition` holds."""
        return self.conditions.both(self.path.reached, condition)

    def see(self, look: Callable[..., Seen], *details: object) -> Seen:
        """What a look at the way here tells; what happens next depends on it."""
        seen = look(self.program.questions, self.path.reached, *details)
        self.note_look(look, details, seen)
        return seen

    def note_look(self, look: Callable[..., Hashable], details: tuple[object, ...], seen: Hashable) -> None:
        """Notes what a look at the way here told."""
        if self.recordings:
            self.looks.append(Look(self.path.current, self.path.condition, look, details, seen))

    def comes_to(self, condition: Condition) -> bool:
        """Whether any run that comes here can meet the condition, as far as that is seen at once."""
        return self.see(looks.comes_to, condition)

    def excludes(self, condition: Condition, test: Condition) -> bool:
        """Whether no run that comes here and meets the condition passes the test, as far as a quick look tells."""
        return self.see(looks.excludes, condition, test)

    def can_be(self, test: Condition) -> bool:
        """Whether some run that is here meets the test. Only asked where the way here depends on what it tests."""
        return self.see(looks.can_be, test)

    @property
    def is_alive(self) -> bool:
        return self.path.condition is not NEVER and not self.cut

    def location(self, span: Span) -> Location:
        return Location(self.program.project.display[self.scope.module], span)

    def birthplace(self, span: Span) -> tuple[Hashable, ...]:
        """Where something is made, and in which rounds of the unrolled loops: what tells new objects apart."""
        return (self.scope.number, span, self.scope.module, self.unrolled)

    def step(self) -> None:
        self.steps += 1
        if self.sealed_until is not None and self.steps > self.sealed_until:
            raise SealedCallTooLongError
        if self.steps > MOST_STEPS:
            self.cut, self.is_complete = True, False

    def unknown(self, span: Span, reason: Reason | str) -> None:
        """Records something that cannot be resolved."""
        self.note_unknown(self.location(span), reason)

    def note_unknown(self, place: Location, reason: Reason | str) -> None:
        if not self.initialising:
            text = reason.value if isinstance(reason, Reason) else reason
            self.program.unknowns[Unknown(place.path, place.span.line, text)] = None

    def checkpoint(self) -> Callable[[], None]:
        """Gives what goes back to where the run is now, as if nothing had happened since; what was recorded stays."""
        path, way, mark = self.path, self.path.copy(), self.store.mark()
        frames, active, recordings = list(self.frames), list(self.active), len(self.recordings)
        loops, attempts, mode = self.loops, self.attempts, self.mode
        guards, context, containers, unrolled = self.guards, self.context, self.containers, self.unrolled

        def go_back() -> None:
            self.path, self.frames, self.active = path, frames, active
            path.back_to(way)
            del self.recordings[recordings:]
            cannot_repeat(self.recordings)
            self.store.back_to(mark)
            self.loops, self.attempts, self.mode = loops, attempts, mode
            self.guards, self.context, self.containers, self.unrolled = guards, context, containers, unrolled

        return go_back

    # -- what it records -------------------------------------------------------------------------------------------

    @property
    def order(self) -> int:
        return len(self.trace.events)

    def record(
        self,
        make: Callable[Concatenate[int, Location, Condition, tuple[Guard, ...], Context, P], SomeEvent],
        span: Span,
        condition: Condition = ALWAYS,
        *details: P.args,
        **named: P.kwargs,
    ) -> SomeEvent:
        """Something happens at `span`, in those of the runs that come here that meet `condition`: makes the event and
        puts it into the trace."""
        when = self.reached(condition)
        if self.recordings:
            self.recordings[-1].conditions[self.order] = self.conditions.both(self.path.reached_within, condition)
        event = make(self.order, self.location(span), when, self.guards, self.context, *details, **named)
        self.trace.events.append(event)
        return event

    def bound_to(self, expression: Expression) -> str | None:
        """The name that the statement under way gives to the value of this very expression."""
        return self.binding[1] if self.binding is not None and self.binding[0] is expression else None

    def opaque(self, reason: OpaqueReason, *parts: Hashable, origins: frozenset[Origin] = NO_ORIGINS) -> Opaque:
        """An unknown value; the same wherever it is made from the same parts."""
        return Opaque(self.program.identity(reason, *parts), origins, reason)

    def atom(self, atom: Atom) -> Condition:
        if self.initialising and atom.kind not in ("environment", "exception"):
            atom = replace(atom, kind="environment")
        return condition_of(self.conditions, atom)

    # -- branches --------------------------------------------------------------------------------------------------

    def run_arms(self, arms: Iterable[Arm]) -> None:
        """Runs exclusive arms one after the other, each in a branch of the store, and goes on where any of them
        ends."""
        guards = self.guards
        ends: list[tuple[Condition, Layer]] = []
        stays: list[Condition] = []
        leaving: dict[Guard, None] = {}
        for arm in arms:
            if not self.can_be(arm.condition):
                continue
            self.guards = (*guards, arm.guard) if arm.guard else guards
            self.store.branch()
            self.path.enter(arm.condition)
            arm.action()
            end, layer = self.path.leave(), self.store.leave_branch()
            if end is not NEVER:
                ends.append((arm.condition, layer))
            stays.append(self.conditions.either(arm.condition.negation, end))
            leaving.update((guard, None) for guard in self.guards[len(guards) :] if guard.kind in LEAVING)
        before = self.path.condition
        for condition in stays if ends else (NEVER,):
            self.path.narrow(condition)
        self.guards = guards if self.path.condition is before else (*guards, *leaving)
        self.store.merge(ends)

    def any_of(self, parts: Iterable[Condition]) -> Condition:
        return self.conditions.any_of(parts)

    def exits(self) -> Exits:
        """Ways out of the segment that has just begun; they lead behind it."""
        return Exits(self.store.depth, self.path.depth)

    def leave(self, kind: Leaving, span: Span, exits: Exits | None = None) -> None:
        """Ends this way through the program, or this part of it: what comes after is reached only by the others.

        `exits` are those by which it goes on.
        """
        guard = Guard(kind, self.location(span), self.path.since(self.function_depth).negation)
        outside = self.function_depth if exits is None else min(exits.segment, self.function_depth)
        for recording in self.recordings:
            recording.fails |= outside < recording.segment
        if exits is not None:
            exits.taken.append((self.path.since(exits.segment), self.store.written_since(exits.depth)))
        self.guards = (*self.guards, guard)
        self.path.end(NOWHERE if exits is None else exits.segment)

    @property
    def function_depth(self) -> int:
        """The number of the segment of the function that is under way."""
        return self.frames[-1].returns.segment if self.frames else 0

    def rejoin(self, exits: Exits, layer: Layer) -> None:
        """Ends the segment and goes on where its ways out and its normal end, which wrote `layer`, come together."""
        self.store.merge([(self.path.condition, layer), *exits.taken])
        self.path.narrow(self.path.leave())

    def value_of(self, alternatives: list[tuple[Condition, Value]]) -> Value:
        """One value for alternatives of which exactly one holds."""
        return self.store.joined(alternatives) if alternatives else NONE


LEAVING: frozenset[GuardKind] = frozenset({"return", "raise", "stop", "rerun", "switch_page", "break", "continue"})
