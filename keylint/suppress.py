"""Suppression: by comments in the source, and by patterns of the configuration.

# keylint: ignore[KEY101, KEY2] reason      the findings of a statement: after it, within it, or on the line above it;
#                                           of a value that is lost, the widget's call and what hides it are such too
# keylint: ignore reason                    the same for every rule
# keylint: ignore-file[KEY101] reason       the findings of the file; on a line of its own
# noqa: KEY101, E501                        like `ignore`, for the KEY codes in it
"""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.findings import CauseKind, Finding, Location, Role, Span
from keylint.patterns import parse_pattern
from keylint.rules import key901_unused_suppression
from keylint.rules.codes import codes_of, nearest_code

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from keylint.facts.module import Comment

UNUSED = key901_unused_suppression.RULE

_DIRECTIVE = re.compile(r"#\s*keylint\s*:\s*(?P<body>.*)", re.IGNORECASE)
_IGNORE = re.compile(r"ignore(?P<file>-file)?(?:\s*\[(?P<codes>[^\]]*)\]|(?![\w\[-]|\s*\[))", re.IGNORECASE)
_NOQA = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*)", re.IGNORECASE)
_NOQA_CODE = re.compile(r"\bKEY[0-9]+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """What one comment suppresses. `codes` are code prefixes in capitals; None stands for every rule."""

    path: str
    comment: Comment
    codes: tuple[str, ...] | None
    whole_file: bool
    first_line: int
    last_line: int

    def covers(self, finding: Finding) -> bool:
        """Whether the finding, or the cause that its story gives, stands where the comment has a say."""
        if self.whole_file:
            return finding.location.path == self.path
        return any(
            place.path == self.path and self.first_line <= place.span.line <= self.last_line
            for place in _places(finding)
        )

    def code_for(self, finding: Finding) -> str | None:
        """The code of the comment that fits the finding: "" for a comment without codes, None when none fits."""
        if self.codes is None:
            # A comment without codes must not suppress the news that it is unused.
            return None if finding.code == UNUSED.code else ""
        return next((code for code in self.codes if finding.code.startswith(code)), None)


def _places(finding: Finding) -> Iterator[Location]:
    """Where a comment can suppress the finding: its own place, and, where a story says what hides the widget, that and
    the widget's call inside a wrapper. Of another page that is opened no statement is the cause."""
    yield finding.location
    if finding.cause is not None:
        yield from (related.location for related in finding.related if related.role is Role.WIDGET)
        if finding.cause.kind is not CauseKind.PAGE_SWITCH:
            yield finding.cause.location


def apply(
    findings: Iterable[Finding],
    comments_by_path: Mapping[str, tuple[Comment, ...]],
    active_codes: Callable[[str], Collection[str]],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that no comment suppresses, and a KEY901 finding for each comment with something useless in it.

    `active_codes` gives the codes of the rules that are wanted in a file: a code is called unused only when all rules
    that it stands for are among them, and there are no KEY901 findings in the file when KEY901 is not.
    """
    suppressions: dict[str, list[Suppression]] = {}
    mistakes: list[Finding] = []
    for path, comments in comments_by_path.items():
        own_lines = {comment.line for comment in comments if comment.own_line}
        for comment in comments:
            for parsed in _parse(path, comment, own_lines):
                if isinstance(parsed, Suppression):
                    suppressions.setdefault(path, []).append(parsed)
                else:
                    mistakes.append(parsed)

    used: set[tuple[Suppression, str]] = set()
    kept = _kept(findings, suppressions, used)
    heard = {path for path in comments_by_path if UNUSED.code in active_codes(path)}
    if not heard:
        return kept, ()
    every = [suppression for path, group in suppressions.items() if path in heard for suppression in group]
    mistakes = [mistake for mistake in mistakes if mistake.location.path in heard]
    complaints = [*mistakes, *_unused(every, used, active_codes)]
    # A KEY901 code in a comment serves the complaints, so it is judged after them.
    remaining = _kept(complaints, suppressions, used)
    judged = [*remaining, *_unused(every, used, active_codes, judge_unused=True)]
    return kept, tuple(sorted(judged, key=lambda finding: finding.sort_key))


def ignore_per_file(
    findings: Iterable[Finding], ignores: Mapping[str, tuple[str, ...]], root: Path
) -> tuple[Finding, ...]:
    """The findings that `ignores`, code prefixes by gitignore pattern, leaves over.

    Patterns are relative to `root`; a finding's path is relative to the working directory.
    """
    if not ignores:
        return tuple(findings)
    parsed = [(parse_pattern(text), tuple(code.upper() for code in codes)) for text, codes in ignores.items()]
    ignored = [(pattern, codes) for pattern, codes in parsed if pattern is not None and not pattern.takes_back]

    def is_kept(finding: Finding) -> bool:
        path = Path(os.path.relpath(finding.location.path, root)).as_posix()
        if path.startswith("../"):
            return True
        return not any(finding.code.startswith(codes) and pattern.matches_or_holds(path) for pattern, codes in ignored)

    return tuple(filter(is_kept, findings))


def _parse(path: str, comment: Comment, own_lines: set[int]) -> Iterator[Suppression | Finding]:
    last_line = comment.last_line
    if comment.own_line:
        last_line += 1
        while last_line in own_lines:
            last_line += 1

    def suppression(codes: Iterable[str] | None, whole_file: bool = False) -> Suppression:
        kept = None if codes is None else tuple(dict.fromkeys(codes))
        return Suppression(path, comment, kept, whole_file, comment.first_line, last_line)

    def mistake(message: str, advice: str) -> Finding:
        return _complaint(path, comment, message, advice)

    if noqa := _NOQA.search(comment.text):
        known, unknown = _split_codes(_NOQA_CODE.findall(noqa["codes"].upper()))
        if unknown:
            yield mistake(*_unknown_codes(unknown))
        if known:
            yield suppression(known)

    directive = _DIRECTIVE.search(comment.text)
    if directive is None:
        return
    form = _IGNORE.match(directive["body"])
    if form is None:
        yield mistake(
            f"'{directive[0].strip()}' is not a comment that keylint understands, and suppresses nothing",
            "write `# keylint: ignore[KEY101] reason` or `# keylint: ignore-file[KEY101] reason`",
        )
        return
    if form["file"] and not comment.own_line:
        yield mistake(
            "'# keylint: ignore-file' after code suppresses nothing",
            "move it to a line of its own at the top of the file",
        )
        return
    if form["codes"] is None:
        yield suppression(None, whole_file=bool(form["file"]))
        return
    codes = [code for code in re.split(r"[\s,]+", form["codes"].upper()) if code]
    if not codes:
        yield mistake("the suppression names no code, and suppresses nothing", "name the codes in the brackets")
    known, unknown = _split_codes(codes)
    if unknown:
        yield mistake(*_unknown_codes(unknown))
    if known:
        yield suppression(known, whole_file=bool(form["file"]))


def _split_codes(codes: Iterable[str]) -> tuple[list[str], list[str]]:
    listed = list(codes)
    return [code for code in listed if codes_of(code)], [code for code in listed if not codes_of(code)]


def _unknown_codes(codes: list[str]) -> tuple[str, str]:
    nearest = nearest_code(codes[0])
    advice = f"write {nearest}, if that is meant, or remove it" if nearest and len(codes) == 1 else "remove them"
    return f"the suppression names {_listed(codes)}, which no rule has", advice


def _kept(
    findings: Iterable[Finding], suppressions: Mapping[str, list[Suppression]], used: set[tuple[Suppression, str]]
) -> tuple[Finding, ...]:
    """The findings that nothing suppresses. What suppresses one is added to `used`, with the code that fits."""
    kept = []
    for finding in findings:
        fitting = [
            (suppression, code)
            for path in dict.fromkeys(place.path for place in _places(finding))
            for suppression in suppressions.get(path, ())
            if suppression.covers(finding) and (code := suppression.code_for(finding)) is not None
        ]
        used.update(fitting)
        if not fitting:
            kept.append(finding)
    return tuple(kept)


def _unused(
    suppressions: Iterable[Suppression],
    used: set[tuple[Suppression, str]],
    active_codes: Callable[[str], Collection[str]],
    *,
    judge_unused: bool = False,
) -> Iterator[Finding]:
    """A finding for each comment with codes that suppress nothing; codes for KEY901 only, or all others."""
    for suppression in suppressions:
        useless = [
            code
            for code in suppression.codes or ("",)
            if (suppression, code) not in used
            and codes_of(code or "KEY") <= set(active_codes(suppression.path))
            and (UNUSED.code in codes_of(code)) is judge_unused
        ]
        if not useless:
            continue
        if suppression.codes is None:
            message, advice = "the suppression has nothing to suppress", "remove the comment"
        elif len(useless) == len(suppression.codes):
            message, advice = f"the suppression of {_listed(useless)} has nothing to suppress", "remove the comment"
        else:
            message = f"the suppression of {_listed(useless)} has nothing to suppress"
            advice = f"remove {_listed(useless)} from the comment"
        yield _complaint(suppression.path, suppression.comment, message, advice)


def _complaint(path: str, comment: Comment, message: str, advice: str) -> Finding:
    span = Span(comment.line, comment.column, comment.line, comment.column + len(comment.text))
    return UNUSED.finding(Location(path, span), message, advice=advice, code_text=comment.text)


def _listed(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"
