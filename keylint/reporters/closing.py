"""The end of a report for people: how much was found, what was not checked, for which Streamlit, and what to do next.

Each part is a function of the report and the view that gives sentences, one a line; SENTENCES is their order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.findings import Certainty
from keylint.reporters import summary
from keylint.reporters.assumption import assumption
from keylint.reporters.counting import number_of
from keylint.reporters.groups import grouped, inputs_of, pages_of
from keylint.reporters.next_step import next_steps
from keylint.reporters.paint import Line, Piece
from keylint.reporters.view import GroupBy
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keylint.findings import Report
    from keylint.reporters.next_step import Step
    from keylint.reporters.view import View

_INDENT = 2


def closing(report: Report, view: View, closer: Sequence[Step] = ()) -> list[list[Line]]:
    """The lists that were asked for, then the summary: parts with an empty line between them. `closer` as for the next
    steps."""
    told = summary.lists(report, view)
    if not view.quiet:
        told.append([text for part in SENTENCES for text in part(report, view)])
    parts = [[line for text in texts for line in _wrapped(text, view)] for texts in told]
    if not view.quiet:
        parts[-1] += next_steps(report, view, closer)
    return parts


def _wrapped(text: str, view: View) -> Iterator[Line]:
    own_indent = len(text) - len(text.lstrip(" "))
    return wrapped((Piece(text),), view.width, own_indent + _INDENT)


def _found(report: Report, view: View) -> Iterator[str]:
    yield f"{summary.found(report, view)}."


def _extent(report: Report, view: View) -> Iterator[str]:
    """How many causes, inputs and pages there are: where the findings are more than one."""
    found = view.shown(report)
    if len(found) > 1:
        causes = len(grouped(found, GroupBy.CAUSE))
        inputs, pages = number_of(inputs_of(found), "input"), number_of(len(pages_of(found)), "page")
        yield f"They have {number_of(causes, 'cause')} and concern {inputs} on {pages}."


def _unheard(report: Report, view: View) -> Iterator[str]:
    yield from summary.unheard_lines(report, view)


def _unchecked(report: Report, view: View) -> Iterator[str]:
    gaps = summary.unchecked(report, view)
    if gaps:
        yield f"Not checked: {'; '.join(gaps)}."


def _streamlit(report: Report, view: View) -> Iterator[str]:  # noqa: ARG001 -- parts are alike
    """The versions that apps were checked for, and how sure that is."""
    apps = Counter((target.versions, target.certainty, target.source) for target in report.targets)
    for (versions, certainty, source), count in apps.items():
        if certainty is Certainty.ASSUMED:
            continue
        of = "" if len(apps) == 1 else f", {number_of(count, 'app')}"
        known = f"known from {source}"
        how = known if certainty is Certainty.KNOWN else f"inferred: it is {source}, and nothing says what is required"
        yield f"Checked for Streamlit {versions} ({how}){of}."
    yield from assumption(report.targets)


SENTENCES: tuple[Callable[[Report, View], Iterator[str]], ...] = (_found, _extent, _unheard, _unchecked, _streamlit)
