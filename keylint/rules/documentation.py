"""Reads the docstring of a rule module: a summary line, then the fixed sections, in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SECTIONS = (
    "What it does",
    "Why it matters",
    "Example",
    "Use instead",
    "Fix safety",
    "Streamlit versions",
    "References",
)

_FENCE = re.compile(r"^(`{3,})\s*(\w*)")
_NO_FIX = re.compile(r"There is no automatic fix: ([^.]+)\.")
_FILE_NAME = re.compile(r"^# (\S+\.py)$")


@dataclass(frozen=True, slots=True)
class Documentation:
    """A rule's documentation. `sections` holds every name of SECTIONS, in that order, as Markdown without heading."""

    summary: str
    sections: Mapping[str, str]

    @property
    def examples(self) -> tuple[Mapping[str, str], ...]:
        """The bad apps, each a mapping from file name to source."""
        return apps_in(self.sections["Example"])

    @property
    def repaired_examples(self) -> tuple[Mapping[str, str], ...]:
        """The good apps, each a mapping from file name to source."""
        return apps_in(self.sections["Use instead"])


def parse(text: str) -> Documentation:
    """Takes the docstring of a rule module apart.

    Raises ValueError when the summary or a section is missing or empty, is not one of SECTIONS, or is out of order.
    """
    paragraphs: dict[str, list[str]] = {"": []}
    heading = ""
    for line, in_code in _lines(text):
        if line.startswith("## ") and not in_code:
            heading = line[3:].strip()
            if heading not in SECTIONS:
                raise ValueError(f"'{heading}' is not a section of a rule's documentation")
            if heading in paragraphs:
                raise ValueError(f"the section '{heading}' stands twice")
            paragraphs[heading] = []
        else:
            paragraphs[heading].append(line)
    contents = {name: "\n".join(lines).strip() for name, lines in paragraphs.items()}
    summary = contents.pop("")
    if not summary or "\n" in summary:
        raise ValueError("the documentation does not start with a summary of one line")
    for name in SECTIONS:
        if not contents.get(name):
            raise ValueError(f"the section '{name}' is missing or empty")
    if tuple(contents) != SECTIONS:
        raise ValueError(f"the sections are not in the order {', '.join(SECTIONS)}")
    return Documentation(summary, contents)


def reason_without_fix(text: str) -> str:
    """Why the findings of a rule have no fix: the clause after "There is no automatic fix:" under *Fix safety*."""
    safety = parse(text).sections["Fix safety"]
    found = _NO_FIX.search(" ".join(safety.split()))
    return found[1] if found else "this one needs a decision of yours"


def apps_in(markdown: str) -> tuple[Mapping[str, str], ...]:
    """The apps that the `python` code blocks of `markdown` write down.

    A line `# pages/1_Results.py` starts a file of that name; code before the first such line of a block is `app.py`. A
    block adds files to the app of the block before it, unless it gives one of them again: then it starts another app.
    """
    apps: list[dict[str, str]] = []
    for block in _code_blocks(markdown):
        files = _files(block)
        if not apps or files.keys() & apps[-1].keys():
            apps.append({})
        apps[-1].update(files)
    return tuple(apps)


def _files(block: list[str]) -> dict[str, str]:
    files: dict[str, list[str]] = {}
    name = "app.py"
    for line in block:
        if named := _FILE_NAME.match(line):
            name = named[1]
            files[name] = []
        elif line.strip() or name in files:
            files.setdefault(name, []).append(line)
    return {name: "\n".join(lines).strip("\n") + "\n" for name, lines in files.items()}


def _code_blocks(markdown: str) -> Iterator[list[str]]:
    block: list[str] = []
    inside = False
    for line, in_code in _lines(markdown):
        fence = _FENCE.match(line)
        if not inside and fence and fence[2] == "python":
            inside, block = True, []
        elif inside and not in_code:
            inside = False
            yield block
        elif inside:
            block.append(line)


def _lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each stands in a code block; an opening fence counts as inside, a closing one does not."""
    closing = ""
    for line in markdown.split("\n"):
        if closing:
            if line.rstrip() == closing:
                closing = ""
        elif fence := _FENCE.match(line):
            closing = fence[1]
        yield line, bool(closing)
