"""What `--fix` did, or would do, in words: the count, and on request a list by file and rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.reporters.counting import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keylint.findings import Finding


def fixed_lines(
    verb: str, mended: Sequence[Finding], further: Sequence[Finding], where: str, *, show_fixes: bool
) -> Iterator[str]:
    """`Fixed 3 findings in 2 files.`; with `show_fixes` the files follow, and what each rule found there.

    `verb` begins the sentence, `where` ends it. `further` are findings that came up when the `mended` ones went.
    """
    every = (*mended, *further)
    if not every:
        yield f"{verb} nothing."
        return
    more = f", and {len(further)} more that came up with {'it' if len(mended) == 1 else 'them'}" if further else ""
    yield f"{verb} {number_of(len(mended), 'finding')}{where}{more}{':' if show_fixes else '.'}"
    if not show_fixes:
        return
    counts: dict[str, Counter[str]] = {}
    for finding in sorted(every, key=lambda finding: finding.sort_key):
        counts.setdefault(finding.location.path, Counter())[f"{finding.code} ({finding.name})"] += 1
    width = max(len(str(count)) for rules in counts.values() for count in rules.values())
    for path, rules in counts.items():
        yield f"- {path}:"
        yield from (f"    {count:>{width}} × {rule}" for rule, count in sorted(rules.items()))


def in_files(count: int, new: Sequence[str]) -> str:
    """`in 3 files, of which state.py is new`."""
    are_new = f", of which {' and '.join(new)} {'is' if len(new) == 1 else 'are'} new" if new else ""
    return f" in {number_of(count, 'file')}{are_new}"


def unsafe_line(count: int, *, is_all: bool) -> str:
    """That so many fixes are only shown with another option; `is_all` where none is shown without it."""
    more = "" if is_all else "more "
    what, them = (f"1 {more}fix is", "it") if count == 1 else (f"{count} {more}fixes are", "them")
    return f"{what} unsafe: --unsafe-fixes shows {them}."
