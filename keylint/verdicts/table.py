"""How loud a loss is told: symptom × kind of story × evidence → severity, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.verdicts.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Collection

_STRONG = frozenset({Evidence.NEEDED, Evidence.ASSIGNED, Evidence.TRIED})
_ANY = frozenset(Evidence)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a loss.

    - `evidence`: what says that the value matters;
    - `is_unsure`: it may be that nothing is lost;
    - `is_weak`: it takes a change of data outside the app, or a run that fails;
    - `is_skipped`: only `st.stop()` or an exception above the widget hides it;
    - `is_unmissed`: something says that nobody misses the value;
    - `is_far_fetched`: it takes many changes of data outside the app;
    - `has_fallback`: the app saves the value elsewhere too, and what reads it does not depend on the key alone.
    """

    evidence: frozenset[Evidence] = frozenset()
    is_unsure: bool = False
    is_weak: bool = False
    is_skipped: bool = False
    is_unmissed: bool = False
    is_far_fetched: bool = False
    has_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A case fits where it has some of the `evidence` (None: whatever it has) and everything that the row `asks` for.
    The first row that fits decides."""

    why: str
    severity: Severity
    evidence: frozenset[Evidence] | None = None
    asks: Collection[str] = ()

    def fits(self, case: Case) -> bool:
        if self.evidence is not None and not self.evidence & case.evidence:
            return False
        return all(getattr(case, name) for name in self.asks)


ROWS = (
    Row("what may not be lost at all", Severity.INFO, asks=("is_unsure",)),
    Row("what nobody will see lost", Severity.INFO, asks=("is_far_fetched",)),
    Row("saved elsewhere, and read with a fallback", Severity.WARNING, asks=("has_fallback",)),
    Row(
        "needed, but only outside data or a failure hide it",
        Severity.WARNING,
        frozenset({Evidence.NEEDED}),
        ("is_weak",),
    ),
    Row("needed", Severity.ERROR, frozenset({Evidence.NEEDED})),
    Row("nobody misses it", Severity.INFO, asks=("is_unmissed",)),
    Row("somebody tries to keep it", Severity.WARNING, frozenset({Evidence.TRIED})),
    Row("only outside data or a failure hide it", Severity.INFO, asks=("is_weak",)),
    Row("hidden by a stop, and touched by hand", Severity.WARNING, _STRONG, ("is_skipped",)),
    Row("hidden by a stop", Severity.INFO, asks=("is_skipped",)),
    Row("something says that it matters", Severity.WARNING, _ANY),
    Row("nothing says that it matters", Severity.INFO),
)


def severity_of(case: Case) -> Severity:
    """The severity of a loss."""
    return next(row.severity for row in ROWS if row.fits(case))
