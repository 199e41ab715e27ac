"""What a rule is.

A rule is a module `keylint/rules/keyNNN_name.py`: its docstring is the documentation (see `documentation.py` for the
fixed sections), `RULE` its identity, and `check` the question that it asks of an app's key map. `registry.py` puts them
together. A module without `check` describes findings that the engine itself makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.findings import Finding, Input, Location, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Cause, StoryStep
    from keylint.repairs import Refusal, Repair

    Check = Callable[[KeyMap], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `severity` is the default; `documentation` is Markdown.

    `check` yields the findings of one app, in any order; it is None for a rule whose findings the engine makes.
    """

    code: str
    name: str
    severity: Severity
    documentation: str
    check: Check | None = None

    @property
    def summary(self) -> str:
        """The first line of the documentation: the bad pattern in one sentence."""
        return self.documentation.strip().partition("\n")[0].strip()

    def finding(
        self,
        location: Location,
        message: str,
        *,
        key: str | None = None,
        severity: Severity | None = None,
        page: str | None = None,
        route: tuple[str, ...] = (),
        related: tuple[Related, ...] = (),
        advice: str | None = None,
        repair: Repair | Refusal | None = None,
        code_text: str = "",
        evidence: tuple[str, ...] = (),
        story: tuple[StoryStep, ...] = (),
        cause: Cause | None = None,
        inputs: tuple[Input, ...] = (),
        sentence: str = "",
    ) -> Finding:
        """A finding of this rule, with its code and name, and its default severity unless another one is given."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity if severity is None else severity,
            location=location,
            key=key,
            message=message,
            page=page,
            route=route,
            related=related,
            advice=advice,
            repair=repair,
            code_text=code_text,
            keys=(key,) if key is not None else (),
            pages=(page,) if page is not None else (),
            evidence=evidence,
            story=story,
            cause=cause,
            inputs=inputs,
            sentence=sentence,
        )
