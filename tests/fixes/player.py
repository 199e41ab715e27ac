"""Plays the matrix on the Streamlit of this interpreter: what a user sees of an app, and whether a fixed one keeps it.

    python -m tests.fixes.player FOLDER CASE:TEMPLATE[,TEMPLATE…] …

FOLDER holds what `tests.fixes.fixed` wrote; a case is named by its folder there, a template by the folder in the case's.
Prints one line a template: case, template, `kept` or what went otherwise. Exit status 1 when one differs.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fixes.matrix import CASES
from tests.runtime.driver import App, open_app
from tests.runtime.judge import quiet
from tests.runtime.releases import default_warning_given, forget_default_warning

if TYPE_CHECKING:
    from tests.fixes.matrix import Case

UNFIXED = "before"
KEPT = "kept"
_NOT_ASKED = object()


@dataclass(slots=True)
class Course:
    """What became of a case when it was played.

    `first` is what widgets and keys held before any edit. `noted` is what the app's own callback saw. `problems` say
    after which step a widget or its key did not hold what the user had chosen, `lost` whether one of those was the
    return to the widget.
    """

    first: list[tuple[str, str]] = field(default_factory=list)
    noted: str = ""
    problems: list[str] = field(default_factory=list)
    lost: bool = False


def contradiction(case: Case, before: Path, after: Path, unfixed: Course | None = None) -> str | None:
    """Why the app in `after` is no repair of the one in `before`, whose course may be known; None when it is one."""
    unfixed = unfixed or course(case, before)
    if not unfixed.lost:
        return f"the unfixed app loses nothing: {unfixed.problems}"
    fixed = course(case, after)
    if fixed.first != unfixed.first:  # of a widget that starts at the current minute, both may have to be played again
        unfixed, fixed = course(case, before), course(case, after)
    if fixed.problems:
        return fixed.problems[0]
    if fixed.first != unfixed.first:
        return f"starts with {fixed.first}, not with {unfixed.first}"
    if fixed.noted != unfixed.noted:
        return f"its callback saw {fixed.noted}, not {unfixed.noted}"
    return None


def course(case: Case, folder: Path) -> Course:
    """Plays the app in `folder`: edits, leaves, returns, edits, leaves and returns once more."""
    forget_default_warning()
    with open_app(folder, "app.py") as app:
        played = _Play(app, case, Course())
        try:
            played.whole()
        except (LookupError, ValueError, TypeError) as problem:
            played.note(f"cannot be played: {problem!r} {app.exceptions}")
        if default_warning_given():
            played.note("warns of a default that is given twice")
    return played.course


@dataclass(slots=True)
class _Play:
    app: App
    case: Case
    course: Course
    chosen: dict[str, Any] = field(default_factory=dict)

    def whole(self) -> None:
        keys, edits = self.case.shape.keys, self.case.edits
        self.course.first = [self._held(key) for key in keys]
        if self.case.shape.in_form:
            self._draft(keys[0], edits[0])
        for edit in edits:
            for key in keys:
                self._edit(key, edit)
        self._check("run again", ("rerun",))
        if self.case.shape.has_callback:
            self.course.noted = repr(self.app.value("notes"))
        self._leave_and_return()
        self._edit(keys[0], edits[1])
        self._leave_and_return()

    def note(self, problem: str) -> None:
        self.course.problems.append(problem)

    def _edit(self, key: str, value: Any) -> None:
        self.chosen[key] = value
        if not self.case.shape.in_form:
            self._check(f"set to {value!r}", ("set", self._widget(key), value))
            return
        self.app.play(("set", self._widget(key), value))
        self._check(f"submitted with {value!r}", ("click", "Save"))

    def _draft(self, key: str, value: Any) -> None:
        """What is not submitted yet must outlive a run that something else causes."""
        self.app.play(("set", self._widget(key), value))
        self.app.play(("set", "Outside", True))
        self._compare("a run during a draft", key, value, _NOT_ASKED)
        self.chosen[key] = value
        self._check("submitted a draft", ("click", "Save"))

    def _leave_and_return(self) -> None:
        """Two runs elsewhere, because the first one still holds what the hidden widgets held."""
        paging = self.case.shape.way == "page"
        self._check("left", ("goto", "pages/1_Other.py") if paging else ("set", "view", "Other"), hidden=True)
        self._check("run elsewhere", ("rerun",), hidden=True)
        known = len(self.course.problems)
        self._check("returned", ("goto", "app.py") if paging else ("set", "view", "Edit"))
        self._check("run after the return", ("rerun",))
        self.course.lost |= len(self.course.problems) > known

    def _check(self, what: str, step: tuple[Any, ...], *, hidden: bool = False) -> None:
        self.app.play(step)
        if self.app.exceptions:
            self.note(f"{what}: {self.app.exceptions}")
        for key, value in self.chosen.items():
            self._compare(what, key, _NOT_ASKED if hidden else value, value)

    def _compare(self, what: str, key: str, shown: Any, state: Any) -> None:
        held = self.app.value(key)
        if state is not _NOT_ASKED and (held != state or type(held) is not type(state)):
            self.note(f"{what}: session state holds {held!r} for {key!r}, not {state!r}")
        if shown is not _NOT_ASKED and (drawn := self.app.displayed(self._widget(key))) != shown:
            self.note(f"{what}: the widget of {key!r} shows {drawn!r}, not {shown!r}")

    def _held(self, key: str) -> tuple[str, str]:
        return repr(self.app.displayed(self._widget(key))), repr(self.app.value(key))

    def _widget(self, key: str) -> str:
        """A fixed widget may have a private key."""
        private = f"_{key}"
        return private if self.app.draws(private) else key


def main(folder: Path, wanted: list[str]) -> int:
    cases = {case.folder: case for case in CASES}
    differing = False
    for each in wanted:
        name, _, templates = each.partition(":")
        before = folder / name / UNFIXED
        with quiet():
            unfixed = course(cases[name], before)
        for template in templates.split(","):
            with quiet():
                outcome = contradiction(cases[name], before, folder / name / template, unfixed) or KEPT
            differing |= outcome != KEPT
            print(f"{name} {template} {outcome}", flush=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
