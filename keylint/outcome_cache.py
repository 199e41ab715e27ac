"""Remembers the outcome of each app: an app is run again only when something that its run looked at has changed."""

from __future__ import annotations

import gc
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from keylint import findings, repairs
from keylint.app.once import forget
from keylint.content_hash import hash_of_texts
from keylint.discover.files import display_path
from keylint.discover.imports import resolve_module
from keylint.judging import judged, unjudged
from keylint.outcomes import AppOutcome, DrawnWidget
from keylint.rows import Codec
from keylint.run.assigned import ANY
from keylint.run.project import Project
from keylint.run.runs import run_app
from keylint.settings import BY_EVIDENCE
from keylint.streamlit.target import Target
from keylint.streamlit.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.cache import Store
    from keylint.facts.module import ModuleFacts
    from keylint.loading import Loaded, Reading

    Run = Callable[[Project, Path, tuple[Path, ...], Target, tuple[Path, ...]], AppOutcome]

Value = TypeVar("Value")

_MANY_CONDITIONS = 100_000


@dataclass(frozen=True, slots=True)
class _Remembered:
    """`question` is a hash of what was asked. For the answer `files` with these `hashes` were read, and none of the
    `missing` ones was there; of the project it was asked whether it assigns the `attributes`, which it does those that
    are `assigned`."""

    question: str
    files: tuple[Path, ...]
    hashes: tuple[str, ...]
    missing: tuple[Path, ...]
    attributes: tuple[str, ...]
    assigned: tuple[str, ...]
    outcome: AppOutcome


_STEPS = (
    repairs.SetText,
    repairs.SetCode,
    repairs.GiveKey,
    repairs.RemoveArgument,
    repairs.PassCallback,
    repairs.Guard,
    repairs.RenameTested,
    repairs.Shadow,
    repairs.ShadowInForm,
    repairs.SeedInstead,
    repairs.Follow,
    repairs.KeepAlive,
    repairs.Unwind,
)
_CODEC = Codec(
    (
        findings.Span,
        findings.Location,
        findings.Role,
        findings.Related,
        findings.CauseKind,
        findings.Cause,
        findings.StoryAct,
        findings.StorySymptom,
        findings.StoryOutcome,
        findings.StoryStep,
        findings.Severity,
        findings.Input,
        findings.Finding,
        findings.Unknown,
        findings.Fault,
        *_STEPS,
        repairs.Home,
        repairs.Submit,
        repairs.Spread,
        repairs.Adopt,
        repairs.Repair,
        repairs.Refusal,
        VersionRange,
        findings.Certainty,
        Target,
        DrawnWidget,
        AppOutcome,
        _Remembered,
    ),
    Step=_STEPS,
    Version=(tuple,),
    AppKind=(str,),
    FirstValueKind=(str,),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the outcome of an app depends on beside the files that its run asks for."""

    entrypoint: Path
    pages: tuple[Path, ...]
    search_folders: tuple[Path, ...]
    target: Target
    settings: str
    unreadable: tuple[Path, ...]

    def place(self) -> str:
        """Where the answer is kept; one that replaces it has the same place."""
        kind = "with pages" if self.pages else "alone"  # the choice of the apps may try both
        return hash_of_texts("app", str(Path.cwd()), str(self.entrypoint), kind, self.settings)

    def digest(self) -> str:
        lists = (self.pages, self.search_folders, self.unreadable)
        return hash_of_texts(repr(self.target), *(hash_of_texts(*map(str, one)) for one in lists))


class Noting(Mapping[Path, Value]):
    """Values of files, which notes what files somebody has asked for, and which of them are not there."""

    def __init__(self, values: Mapping[Path, Value]) -> None:
        self._values = values
        self.found: set[Path] = set()
        self.missing: set[Path] = set()

    def __getitem__(self, key: Path) -> Value:
        value = self._values[key]
        self.found.add(key)
        return value

    def __contains__(self, key: object) -> bool:
        is_there = key in self._values
        if isinstance(key, Path):
            (self.found if is_there else self.missing).add(key)
        return is_there

    def __iter__(self) -> Iterator[Path]:
        raise TypeError("which keys there are is more than can be noted")

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, slots=True)
class _Modules(Container[Path]):
    """What an import can mean: files with facts, and those that cannot be read."""

    facts: Noting[ModuleFacts]
    unreadable: frozenset[Path]

    def __contains__(self, key: object) -> bool:
        return key in self.facts or key in self.unreadable


@dataclass(frozen=True, kw_only=True)
class NotingProject(Project):
    """The files of `whole`, which notes what attributes somebody has asked for: all files decide about them."""

    whole: Project
    attributes: set[str] = field(default_factory=set)

    def is_assigned(self, attribute: object) -> bool:
        # What is no name, as an index, is assigned only where anything may be.
        self.attributes.add(attribute if isinstance(attribute, str) else ANY)
        return self.whole.is_assigned(attribute)


def remembering(reading: Reading, store: Store) -> Run:
    """What gives the outcome of an app: from `store`, or by running and judging it.

    Outcomes of apps that none of the given files has a part in have no findings, and are not remembered.
    """
    loaded, given = reading.loaded, reading.given

    def run(
        project: Project, entrypoint: Path, pages: tuple[Path, ...], target: Target, search: tuple[Path, ...]
    ) -> AppOutcome:
        settings = reading.governing.of(entrypoint)
        wanted = settings.fix_helper
        helper = wanted and replace(wanted, file=display_path(settings.root / wanted.file))
        effective = repr(
            (settings.widget_functions, settings.persist_functions, settings.fix_strategy, settings.unkeyed, helper)
        )
        question = Question(entrypoint, pages, search, target, effective, tuple(sorted(project.unreadable)))
        known = store.recall(question.place(), lambda data: _known(data, question, loaded, project))
        if known is not None:
            return known
        facts = Noting(project.facts)
        modules = _Modules(facts, project.unreadable)

        def resolve(dotted: str, level: int, importer: Path, search: tuple[Path, ...]) -> Path | None:
            return resolve_module(dotted, level, importer, search, modules)

        noted = NotingProject(
            facts=facts,
            display=project.display,
            resolve=resolve,
            widget_functions=project.widget_functions,
            persist_functions=project.persist_functions,
            unreadable=project.unreadable,
            whole=project,
        )
        app = run_app(noted, entrypoint, pages, target, search)
        if app.files.isdisjoint(given):
            return unjudged(app)
        keyed = partial(run_app, noted, entrypoint, pages, target, search, keys_all_inputs=True)
        with _settled():
            outcome = judged(app, settings.fix_strategy, helper, keyed if settings.unkeyed == BY_EVIDENCE else None)
        made = app.conditions.made
        del app
        _give_back(made)

        def remembered() -> bytes | None:
            files, missing = tuple(sorted(facts.found)), tuple(sorted(facts.missing))
            hashes = tuple(loaded.hashes[file] for file in files)
            attributes = tuple(sorted(noted.attributes))
            assigned = tuple(filter(project.is_assigned, attributes))
            return _CODEC.encode(_Remembered(question.digest(), files, hashes, missing, attributes, assigned, outcome))

        if not outcome.faults:
            store.remember(question.place(), remembered)
        return outcome

    return run


@contextmanager
def _settled() -> Iterator[None]:
    """What there is by now stays until the app is judged: the collector need not look at it."""
    if gc.get_freeze_count():  # somebody else has settled what there was
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _give_back(conditions: int) -> None:
    """Gives back the memory of an app of so many conditions. They point at each other, so that only the collector can,
    and it has to look at all the rest for that: for a small app that is not worth it."""
    forget()
    if conditions > _MANY_CONDITIONS:
        gc.collect()


def _known(data: bytes, question: Question, loaded: Loaded, project: Project) -> AppOutcome | None:
    """The outcome that was remembered, unless what it depends on is different now."""
    known = _CODEC.decode(data)
    if not isinstance(known, _Remembered) or known.question != question.digest():
        return None
    hashes = tuple(loaded.hashes[file] if file in loaded.facts else "" for file in known.files)
    if hashes != known.hashes or any(file in loaded.facts for file in known.missing):
        return None
    if tuple(filter(project.is_assigned, known.attributes)) != known.assigned:
        return None
    return known.outcome
