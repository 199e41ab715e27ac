from __future__ import annotations

import re

import pytest

from keylint.findings import Location, Severity, Span
from keylint.reporters import FORMATS, headline, render
from keylint.reporters.view import GroupBy, View

from .sample import finding, report

HERE, THERE = (Location("app.py", Span(line, 1, line, 2)) for line in (1, 2))
LINK = "\x1b]8;;https://"


@pytest.fixture(autouse=True)
def documentation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headline, "documentation", lambda: "https://example.org/docs")


def show(output_format: str = "full", **view: object) -> str:
    found = report(finding(HERE, "the key 'name' is lost"), finding(THERE, severity=Severity.WARNING))
    return render(found, output_format, View(**view), lambda path: ["x"])  # type: ignore[arg-type]


def test_severities_differ_without_colour() -> None:
    assert [line[0] for line in show(quiet=True).splitlines() if "KEY101" in line] == ["✘", "▲"]


def test_the_key_stands_out() -> None:
    assert "\x1b[1;35m'name'\x1b[0m" in show(colour=True)


def test_a_message_that_does_not_fit_begins_a_line_of_its_own() -> None:
    first, second, *_ = show(width=40).splitlines()
    assert (first, second) == ("✘ app.py:1:1 KEY101[error]", "  the key 'name' is lost")


def test_codes_are_links_to_the_pages_of_their_rules() -> None:
    text = show(colour=True, hyperlinks=True)
    address, label = re.findall(r"\x1b\]8;;(.+?)\x1b\\(.*?)\x1b\]8;;\x1b\\", text)[0]
    assert address.endswith("/docs/rules/KEY101.md")
    assert label == "\x1b[1;31mKEY101[error]\x1b[0m"


def test_no_links_where_the_package_names_no_documentation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headline, "documentation", lambda: "")
    assert LINK not in show(colour=True, hyperlinks=True)


@pytest.mark.parametrize("by", [None, *GroupBy])
@pytest.mark.parametrize("output_format", FORMATS)
def test_no_links_unless_asked_for(output_format: str, by: GroupBy | None) -> None:
    assert LINK not in show(output_format, colour=True, group_by=by)
    assert LINK not in show(output_format, hyperlinks=True, group_by=by)


@pytest.mark.parametrize("by", [None, *GroupBy])
@pytest.mark.parametrize("output_format", ["full", "grouped"])
def test_links_take_no_room(output_format: str, by: GroupBy | None) -> None:
    coloured = show(output_format, colour=True, hyperlinks=True, width=60, group_by=by)
    bare = re.sub(r"\x1b\]8;;.*?\x1b\\|\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == show(output_format, width=60, group_by=by).splitlines()
