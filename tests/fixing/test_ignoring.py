"""Where a comment is put that silences a finding, and what becomes of the comments that are there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.discover.files import SourceFile
from keylint.findings import Cause, CauseKind, Finding, Location, Severity, Span
from keylint.fixing.ignoring import with_comments

if TYPE_CHECKING:
    from pathlib import Path


def finding(line: int = 1, code: str = "KEY106", path: str = "app.py") -> Finding:
    place = Location(path, Span(line, 1, line, 2))
    return Finding(code, "name", Severity.WARNING, place, "key", "message")


def written(folder: Path, text: str, *findings: Finding, reason: str = "", given: tuple[str, ...] = ("app.py",)) -> str:
    """The file once it has its comments; "" where it was left as it is."""
    path = folder / "app.py"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    contents = FileContents()
    contents.read(SourceFile(path, "app.py"))
    comments = with_comments(findings, contents, given, reason)
    assert bool(comments.failures) is not bool(comments.overlay)
    return comments.overlay.get(path, b"").decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("a()\n", 1, "a()  # keylint: ignore[KEY106]\n"),
        ("a()", 1, "a()  # keylint: ignore[KEY106]"),
        ("a()  # why\n", 1, "a()  # why  # keylint: ignore[KEY106]\n"),
        ("a()  # noqa: E501\n", 1, "a()  # noqa: E501  # keylint: ignore[KEY106]\n"),
        ("a(\n    1,\n)\n", 1, "a(\n    1,\n)  # keylint: ignore[KEY106]\n"),
        ("a(\n    1,\n)\n", 2, "a(\n    1,\n)  # keylint: ignore[KEY106]\n"),
        ("a('''\n#''')\n", 1, "a('''\n#''')  # keylint: ignore[KEY106]\n"),
        ("a(1, \\\n  2)\n", 1, "a(1, \\\n  2)  # keylint: ignore[KEY106]\n"),
        ("if (\n    a\n):\n    b\n", 2, "if (\n    a\n):  # keylint: ignore[KEY106]\n    b\n"),
        ("if a: b()\n", 1, "if a: b()  # keylint: ignore[KEY106]\n"),
        ("a()\r\nb()\r\n", 2, "a()\r\nb()  # keylint: ignore[KEY106]\r\n"),
        ("\ufeffa()\n", 1, "\ufeffa()  # keylint: ignore[KEY106]\n"),
        ("a('🎈')\t \n", 1, "a('🎈')  # keylint: ignore[KEY106]\t \n"),
        ("a()  # keylint: ignore[KEY1] old\n", 1, "a()  # keylint: ignore[KEY1, KEY106] old\n"),
        ("a()  # keylint: ignore[ KEY201,KEY3 ]\n", 1, "a()  # keylint: ignore[KEY201, KEY3, KEY106]\n"),
        ("a(  # keylint: ignore[KEY201]\n)\n", 1, "a(  # keylint: ignore[KEY201, KEY106]\n)\n"),
        ("# keylint: ignore[KEY201]\na()\n", 2, "# keylint: ignore[KEY201, KEY106]\na()\n"),
        (
            "# keylint: ignore[KEY201]\n# noqa: KEY301\na()\n",
            3,
            "# keylint: ignore[KEY201, KEY106]\n# noqa: KEY301\na()\n",
        ),
        (
            "# keylint: ignore[KEY201]\n\na()\n",
            3,
            "# keylint: ignore[KEY201]\n\na()  # keylint: ignore[KEY106]\n",
        ),
        (
            "# keylint: ignore[KEY201]\n# other\na()\n",
            3,
            "# keylint: ignore[KEY201]\n# other\na()  # keylint: ignore[KEY106]\n",
        ),
        (
            "# keylint: ignore[KEY201]\na(\n  1)\n",
            3,
            "# keylint: ignore[KEY201]\na(\n  1)  # keylint: ignore[KEY106]\n",
        ),
    ],
)
def test_where_it_stands(tmp_path: Path, before: str, line: int, after: str) -> None:
    assert written(tmp_path, before, finding(line)) == after


def test_one_comment_for_each_statement(tmp_path: Path) -> None:
    found = [finding(2, "KEY201"), finding(1, "KEY106"), finding(1, "KEY106"), finding(3, "KEY101")]
    after = "a(\n  1)  # keylint: ignore[KEY106, KEY201] why\nb()  # keylint: ignore[KEY101] why\n"
    assert written(tmp_path, "a(\n  1)\nb()\n", *found, reason="why") == after


@pytest.mark.parametrize(
    ("kind", "path", "line"),
    [
        (CauseKind.CONDITION, "app.py", 1),
        (CauseKind.LEAVE, "app.py", 1),
        (CauseKind.LOOP, "app.py", 1),
        (CauseKind.CONTAINER, "app.py", 1),
        (CauseKind.PAGE_SWITCH, "app.py", 3),
        (CauseKind.CODE, "app.py", 3),
        (CauseKind.CONDITION, "not_given.py", 3),
    ],
)
def test_at_what_hides_the_widgets(tmp_path: Path, kind: CauseKind, path: str, line: int) -> None:
    cause = Cause(Location(path, Span(1, 4, 1, 5)), kind)
    found = [replace(finding(3), cause=cause), replace(finding(3), cause=cause)]
    lines = ["if a:", "    b()", "    c()"]
    lines[line - 1] += "  # keylint: ignore[KEY106]"
    assert written(tmp_path, "if a:\n    b()\n    c()\n", *found) == "\n".join([*lines, ""])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# keylint: ignore[KEY1]", "# keylint: ignore[KEY1, KEY106] new"),
        ("# keylint: ignore[KEY1] old", "# keylint: ignore[KEY1, KEY106] old; new"),
        ("# keylint: ignore[KEY1]: old, see #12", "# keylint: ignore[KEY1, KEY106]: old, see #12; new"),
        ("# keylint: ignore[KEY1] old  # noqa: E501", "# keylint: ignore[KEY1, KEY106] old; new  # noqa: E501"),
        ("# keylint: ignore[KEY1]  # noqa", "# keylint: ignore[KEY1, KEY106] new  # noqa"),
        ("# type: ignore  # keylint: ignore[KEY1] old", "# type: ignore  # keylint: ignore[KEY1, KEY106] old; new"),
        ("# keylint: ignore[KEY1] the new one", "# keylint: ignore[KEY1, KEY106] the new one"),
    ],
)
def test_a_comment_that_gets_more_codes_keeps_its_reason_and_gets_the_new_one(
    tmp_path: Path, before: str, after: str
) -> None:
    assert written(tmp_path, f"a()  {before}\n", finding(), reason="new") == f"a()  {after}\n"
    assert written(tmp_path, f"{before}\na()\n", finding(2), reason="new") == f"{after}\na()\n"


def test_a_file_that_cannot_say_the_reason_is_left(tmp_path: Path) -> None:
    assert written(tmp_path, "# -*- coding: latin-1 -*-\na()\n", finding(2), reason="weil 🎈") == ""
