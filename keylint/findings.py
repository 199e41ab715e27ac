"""What keylint says: findings, where they point, and what could not be resolved. Plain values, known to every layer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from keylint.repairs import Refusal, Repair, Version


class Certainty(Enum):
    """How sure it is what Streamlit an app runs on. KNOWN: the configuration, the requirements or a lock file say so.
    INFERRED: an environment has it. ASSUMED: nothing says so, and it is the newest that keylint knows."""

    KNOWN = "known"
    INFERRED = "inferred"
    ASSUMED = "assumed"


class Severity(IntEnum):
    """How sure and how bad: `error` is proven, `warning` has evidence, `info` has none."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()

    @staticmethod
    def parse(label: str) -> Severity:
        """Raises KeyError when `label` is not one of error, warning, info."""
        return Severity[label.upper()]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a file. Lines and columns count from 1, columns in characters; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span of a file. `path` is relative to the working directory, with forward slashes."""

    path: str
    span: Span


class Role(Enum):
    """What a secondary place has to do with a finding. WIDGET: the widget's own call. CAUSE: what hides it, or does the
    damage. READ: it gets the wrong value. FIRST_VALUE: what the key turns back to. SAVED and KEPT: code that is meant
    to keep the value."""

    WIDGET = "widget"
    CAUSE = "cause"
    READ = "read"
    FIRST_VALUE = "first-value"
    SAVED = "saved"
    KEPT = "kept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Related:
    """A secondary place of a finding, with the reason why it matters."""

    location: Location
    message: str
    role: Role = Role.OTHER


class CauseKind(Enum):
    """What hides a widget: a test, a statement that leaves, the opening of another page, a loop without the item, a
    container that is closed; or CODE that does the damage."""

    CONDITION = "condition"
    LEAVE = "leave"
    PAGE_SWITCH = "page-switch"
    LOOP = "loop"
    CONTAINER = "container"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Cause:
    """What hides the widget in a finding's story. For a page switch `location` is where the other page begins."""

    location: Location
    kind: CauseKind


class StoryAct(Enum):
    """What happens in a step of a story: the user opens the app, edits the widget of the finding, sets another input,
    clicks, opens another page or makes the app run again; or something changes outside the app."""

    OPEN = "open"
    EDIT = "edit"
    SET = "set"
    CLICK = "click"
    GO = "go"
    RERUN = "rerun"
    OUTSIDE = "outside"


class StorySymptom(Enum):
    """What goes wrong: the app READS another value, or an input has it SHOWN."""

    READS = "reads"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class StoryOutcome:
    """What is wrong at the end of a story: what is found under `key` in session state, or in the input with the key,
    which is None for one that has none: the input that was edited.

    `value` is the value as JSON text, None where it is not known; `is_missing` says that there is none. `location` is
    the read, or the input.
    """

    symptom: StorySymptom
    key: str | None
    location: Location
    value: str | None = None
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step of a story, as data that can be replayed and as a sentence.

    `page` is the page that the step ends on. `key` and `label` are those of the input that is edited, set or clicked,
    `value` is what it is given, as JSON text, where known. `is_weak`: it takes a change outside the app. `location` is
    the place in the source that the step is about. `outcome` stands at the last step.
    """

    act: StoryAct
    page: str
    text: str
    key: str | None = None
    label: str | None = None
    value: str | None = None
    is_weak: bool = False
    location: Location | None = None
    outcome: StoryOutcome | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces the text of `location` by `replacement`."""

    location: Location
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair. Safe: the reported value is kept on every admitted Streamlit version and nothing else changes.

    `requires` is the oldest Streamlit that runs what it makes of the app, where the project does not require that yet.
    One that is not `is_tried` may be left out, when the app is checked with it.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    requires: Version | None = None
    is_tried: bool = True


@dataclass(frozen=True, slots=True)
class Input:
    """One of the inputs that a finding without a key stands for: its call, what it is called, the normalised code."""

    location: Location
    name: str
    code_text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of an app.

    `key` has `*` for each part that only the run knows, and is None where there is no key. `page` is the page's file,
    or `file::function`. `advice` says in one line what to do. `repair` is what the rule wants done, `fix` the edits
    that do it, and `no_fix` says in one clause why there are none. `code_text` is the normalised code of the place, for
    the fingerprint. `keys` and `pages` are all that it stands for, `key` and `page` the first of them. `evidence` names
    what says that the value matters, `story` is what a user does to see the damage, `cause` what hides the widget.
    `inputs` are all that a finding without a key is about; `sentence` is its message with {} in place of their names.
    """

    code: str
    name: str
    severity: Severity
    location: Location
    key: str | None
    message: str
    page: str | None = None
    route: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    advice: str | None = None
    repair: Repair | Refusal | None = None
    fix: Fix | None = None
    no_fix: str | None = None
    code_text: str = ""
    keys: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    story: tuple[StoryStep, ...] = ()
    cause: Cause | None = None
    inputs: tuple[Input, ...] = ()
    sentence: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        span = self.location.span
        return (self.location.path, span.line, span.column, self.code, self.key or "")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that keylint could not resolve, and why. Counted and shown, never guessed at."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that keylint itself is to blame for: in which app or file ("" where in none alone), in which part,
    and what was raised; `instead` is what was done without that part, as the end of a sentence."""

    app: str
    part: str
    error: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much was looked at. `widgets` are keyed widget calls, `keys` their distinct keys.

    `pages_not_analysed` are those of `pages` that were not followed, or not to their end, and `pages_not_found` those
    of them whose file, which the app names, is not there; `scripts_beside_pages` are those of `apps` that are scripts
    among the pages of another one that does not name them; `widgets_without_key` are further widget calls,
    `inputs_without_key` those of them that hold a value from run to run; `unresolved_keys` those of `widgets` of whose
    key nothing is known.
    """

    files: int = 0
    apps: int = 0
    pages: int = 0
    widgets: int = 0
    keys: int = 0
    unresolved_keys: int = 0
    pages_not_analysed: int = 0
    pages_not_found: int = 0
    scripts_beside_pages: int = 0
    widgets_without_key: int = 0
    inputs_without_key: int = 0


@dataclass(frozen=True, slots=True)
class AppTarget:
    """The Streamlit versions that an app was checked for, as a label, how sure that is, and where it comes from."""

    app: str
    versions: str
    certainty: Certainty
    source: str

    @property
    def label(self) -> str:
        return f"{self.versions} ({self.source})"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline said of a report: the findings that it knows, and how many that it knows are gone; None where not
    everything was looked at that it is about. `path` is that of its file."""

    path: str
    known: tuple[Finding, ...]
    gone: int | None


@dataclass(frozen=True, slots=True)
class FileThreshold:
    """The lowest severity that is shown of a file, where that is not the one of the run."""

    path: str
    severity: Severity


class Placed(Protocol):
    """What is found at a place, and how bad it is: a finding, or a change that an upgrade makes."""

    @property
    def severity(self) -> Severity: ...

    @property
    def location(self) -> Location: ...


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: what the reporters print. Findings are sorted by path, line, column, code; those that a
    baseline knows are in `baseline` only, those that a comment or the configuration silences in `silenced`. Of
    `generated_files` none is told, though they have a part in the apps; `backup_files` use Streamlit, and were not
    looked at. `notices` are what configurations say in vain."""

    findings: tuple[Finding, ...]
    unknowns: tuple[Unknown, ...]
    totals: Totals
    targets: tuple[AppTarget, ...] = ()
    checked_files: tuple[str, ...] = ()
    skipped_files: int = 0
    generated_files: tuple[str, ...] = ()
    backup_files: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    baseline: Baseline | None = None
    thresholds: tuple[FileThreshold, ...] = ()
    notices: tuple[str, ...] = ()
    silenced: tuple[Finding, ...] = ()

    def is_shown(self, found: Placed, threshold: Severity) -> bool:
        """Whether a finding is at or above the threshold: that of its file, else `threshold`, that of the run."""
        own = (each.severity for each in self.thresholds if each.path == found.location.path)
        return found.severity >= next(own, threshold)

    @property
    def is_resolved(self) -> bool:
        """Whether everything was followed and every question answered."""
        return not (self.faults or self.unknowns or self.totals.pages_not_analysed or self.totals.unresolved_keys)
