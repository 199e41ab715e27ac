"""Findings with their source, as a good compiler shows them: a group says once what all of its findings share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.findings import StoryAct
from keylint.reporters.headline import INDENT, headline_of
from keylint.reporters.notes import Note, note_lines, notes_of
from keylint.reporters.paint import Line, Piece
from keylint.reporters.places import Place, digits_of, excerpts, places_of
from keylint.reporters.titles import has_title, title
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Finding
    from keylint.reporters.groups import Group
    from keylint.reporters.places import ReadLines
    from keylint.reporters.view import View


@dataclass(frozen=True, slots=True)
class _Told:
    """What the reader has been told before a finding: places and notes that the whole group has, and its story."""

    places: frozenset[Place] = frozenset()
    notes: frozenset[Note] = frozenset()
    has_story: bool = False


def group_lines(group: Group, view: View, read_lines: ReadLines) -> Iterator[Line]:
    """What the findings of a group have in common, then each of them, with empty lines between."""
    if not has_title(group):
        yield from _finding(group.first, view, read_lines, _Told())
        return
    yield from wrapped(title(group, read_lines), view.width, INDENT)
    shared = _shared(group, view)
    yield from _explanation(group, shared, view, read_lines)
    inner = replace(view, width=None if view.width is None else view.width - INDENT)
    teller = next((finding for finding in group.findings if finding.story), None)
    for finding in group.findings:
        told = replace(shared, has_story=finding is not teller and not view.verbose)
        yield ()
        for line in _finding(finding, inner, read_lines, told):
            yield (Piece(" " * INDENT), *line)


def _shared(group: Group, view: View) -> _Told:
    """What is the same of all findings of a group; of one alone nothing is."""
    if len(group.findings) == 1:
        return _Told()
    places = frozenset.intersection(*(frozenset(places_of(finding)) for finding in group.findings))
    notes = frozenset.intersection(*(frozenset(notes_of(finding, view)) for finding in group.findings))
    return _Told(places, notes)


def _explanation(group: Group, shared: _Told, view: View, read_lines: ReadLines) -> Iterator[Line]:
    places = [place for place in places_of(group.first) if place in shared.places]
    notes = [note for note in notes_of(group.first, view) if note in shared.notes]
    digits = digits_of(places)
    yield from excerpts(places, group.place.path, digits, read_lines, view.width)
    yield from note_lines(notes, digits, view.width)


def _finding(finding: Finding, view: View, read_lines: ReadLines, told: _Told) -> Iterator[Line]:
    yield from headline_of(finding, view.width)
    if not told.has_story:
        yield from _story(finding, view)
    places = [place for place in places_of(finding) if place not in told.places]
    digits = digits_of(places)
    yield from excerpts(places, finding.location.path, digits, read_lines, view.width)
    notes = (note for note in notes_of(finding, view) if note not in told.notes)
    yield from note_lines(notes, digits, view.width)


def _story(finding: Finding, view: View) -> Iterator[Line]:
    """What a user does to see the damage, as numbered sentences; that the app is opened goes without saying."""
    steps = [step for step in finding.story if step.act is not StoryAct.OPEN]
    for number, step in enumerate(steps, 1):
        start = f"{' ' * INDENT}{number}. "
        yield from wrapped((Piece(start, "gutter"), Piece(step.text)), view.width, len(start))
