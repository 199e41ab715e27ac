"""The overview of apps for people: for each app a table of its keys, page by page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from keylint.reporters import map_json
from keylint.reporters.assumption import assumption
from keylint.reporters.cells import visible
from keylint.reporters.counting import number_of
from keylint.reporters.grid import layout, wrap
from keylint.reporters.paint import Line, Piece, coloured, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keylint.app.overview import AppOverview, DroppedWhen, KeyOverview, Reason, WidgetCall
    from keylint.findings import Fault, Finding, Location, Unknown
    from keylint.outcomes import AppKind
    from keylint.reporters.grid import Cell
    from keylint.run.trace import GuardKind

# Where the output goes to a file it must not depend on a terminal.
_WIDTH_OF_FILES = 120
_MOST_FILES = 3
_MOST_LINES = 5

_KINDS: dict[AppKind, str] = {"script": "a script", "pages": "with a pages/ folder", "navigation": "with st.navigation"}
_WHEN: dict[GuardKind, str] = {
    "if": "if {}",
    "and": "if {}",
    "case": "in case {}",
    "else": "if not {}",
    "or": "if not {}",
    "loop": "for items of {}",
    "comprehension": "for items of {}",
    "except": "on error at {}",
    "return": "unless return at {}",
    "raise": "unless error at {}",
    "stop": "unless stop at {}",
    "rerun": "unless rerun at {}",
    "switch_page": "unless page switch at {}",
    "break": "until break at {}",
    "continue": "unless continue at {}",
}
_WRITES = {"seed": "first value", "assign": "set", "inside": "changed"}
_LOST: dict[DroppedWhen, str] = {
    "hidden": "when hidden",
    "another key": "under another key",
    "after stop": "after a stop",
    "page switch": "on page switch",
}
_HEADS = ("Key", "Page", "Shown", "Read", "Written", "Kept by", "Lost")
_UNKEYED_HEADS = ("Input", "Page", "Shown")
_LEGEND = (
    "How to read this: :12 is line 12 of the page itself. Shown: the call, and in which runs of the page. "
    "Read, written: through st.session_state; first value: set only where the key is missing. "
    "Lost: Streamlit drops the value after a run that does not show the widget (when hidden) or shows it under another "
    "key, after one that stops above it (after a stop), or when another page is opened (on page switch)."
)


def render(
    apps: Sequence[AppOverview],
    output_format: str,
    columns: int | None,
    colour: bool = False,
    faults: Iterable[Fault] = (),
    unread: Iterable[Finding] = (),
    left_out: Iterable[Unknown] = (),
) -> str:
    """The overviews as "table" or "json", which lists the faults and the sources that could not be read, too.

    `left_out` are the other files that were not read.

    A table is `columns` cells wide at most; None when it goes elsewhere.
    """
    if output_format == "json":
        return map_json.render(apps, faults, unread, left_out)
    room = columns or _WIDTH_OF_FILES
    lines: list[Line] = []
    for app in apps:
        lines += _app(app, room)
        if (app.keys or app.unkeyed) and app.unknowns:
            lines.append(())
    if any(app.keys for app in apps):
        lines += _paragraph(_LEGEND, room)
    for line in assumption([app.target for app in apps]):
        lines += _paragraph(line, room)
    for unknown in left_out:
        lines += _paragraph(f"{unknown.path} {unknown.reason}.", room)
    if not apps:
        lines += _paragraph("No Streamlit app found.", room)
    return coloured(lines) if colour else plain(lines)


def _paragraph(text: str, room: int, style: str = "") -> Iterator[Line]:
    for row in wrap(visible(text), room):
        yield (Piece(row, style),)


def _app(app: AppOverview, room: int) -> Iterator[Line]:
    title = f"{app.entrypoint}, {_KINDS[app.kind]}, for Streamlit {app.target.label}"
    if not app.is_analysed:
        title += ": not analysed, because keylint itself failed"
    elif not app.keys:
        title += ": no keys"
    yield from _paragraph(title, room, "path")
    if app.keys or app.unkeyed:
        yield from _pages(app, room)
    yield from _keys(app, room)
    if app.unkeyed:
        yield (Piece(f"{number_of(len({each.location for each in app.unkeyed}), 'input')} without a key", "note"),)
        yield from layout(_UNKEYED_HEADS, list(_unkeyed_rows(app)), room)
        yield ()
    if app.unknowns:
        count = number_of(len(app.unknowns), "thing")
        yield from _paragraph(f"{count} could not be resolved; --output-format json lists what.", room)


def _pages(app: AppOverview, room: int) -> Iterator[Line]:
    """The pages by number, and the folder that goes without saying, with an empty line after them."""
    if len(app.pages) > 1:
        digits = len(str(len(app.pages)))
        for number, page in enumerate(app.pages, 1):
            yield from _paragraph(f"page {number:<{digits}} {page}", room)
    base = _common_folder(app)
    if base:
        yield from _paragraph(f"Paths below are in {base}", room)
    yield ()


def _keys(app: AppOverview, room: int) -> Iterator[Line]:
    """A table for each kind of keys, with an empty line after it."""
    base = _common_folder(app)
    for owner, kind in (("that widgets own", "widget"), ("that no widget owns", "state")):
        keys = [key for key in app.keys if key.kind == kind]
        if keys:
            yield (Piece(f"{number_of(len(keys), 'key')} {owner}", "note"),)
            yield from layout(_HEADS, [row for key in keys for row in _rows(key, app.pages, base)], room)
            yield ()


# -- rows -------------------------------------------------------------------------------------------------------------


def _rows(key: KeyOverview, pages: Sequence[str], base: str) -> Iterator[list[Cell]]:
    """A row for each page that has to do with the key; pages with equal rows share one."""
    alike: dict[tuple[Cell, ...], list[int]] = {}
    for number, page in enumerate(pages, 1):
        paths = Paths(page.partition("::")[0], base)
        cells: tuple[Cell, ...] = (
            _drawn([call for call in key.widgets if call.page == page], paths),
            tuple(map(Piece, paths.places(access.location for access in key.reads if access.page == page))),
            _written(key, page, paths),
            tuple(dict.fromkeys(map(Piece, _kept_by(key, page, paths)))),
            _lost(key, page),
        )
        if any(cells):
            alike.setdefault(cells, []).append(number)
    name: Cell = (Piece(key.key, "path"),)
    for cells, numbers in alike.items():
        yield [name, (Piece(_numbers(numbers, len(pages))),) if len(pages) > 1 else (), *cells]
        name = ()


def _unkeyed_rows(app: AppOverview) -> Iterator[list[Cell]]:
    """A row for each call that draws an input without a key; pages on which it is drawn alike share it."""
    numbers = {page: number for number, page in enumerate(app.pages, 1)}
    alike: dict[tuple[str, str], list[int]] = {}
    for each in app.unkeyed:
        place = Paths(each.page.partition("::")[0], _common_folder(app)).place(each.location)
        when = "always" if each.is_always else "sometimes"
        named = alike.setdefault((each.label or "", f"{place} {each.command}, {when}"), [])
        if numbers[each.page] not in named:
            named.append(numbers[each.page])
    for (label, drawn), pages in alike.items():
        page: Cell = (Piece(_numbers(pages, len(app.pages))),) if len(app.pages) > 1 else ()
        yield [(Piece(label, "path"),), page, (Piece(drawn),)]


def _numbers(numbers: list[int], total: int) -> str:
    """Page numbers in words: "all", or "1-3, 7"."""
    if len(numbers) == total:
        return "all"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _drawn(calls: Sequence[WidgetCall], paths: Paths) -> Cell:
    """The calls, those of one command with one reason together."""
    alike: dict[tuple[str, str], list[Location]] = {}
    for call in calls:
        alike.setdefault((call.command, _when(call, paths)), []).append(call.location)
    found: list[str] = []
    for (command, when), locations in alike.items():
        *others, last = paths.places(locations)
        found += (*others, f"{last} {command}, {when}")
    return tuple(map(Piece, found))


def _when(call: WidgetCall, paths: Paths) -> str:
    if call.because is None:
        return "always" if call.when == "always" else "sometimes"
    return _because(call.because, paths)


def _because(reason: Reason, paths: Paths) -> str:
    words = _WHEN[reason.kind].format(paths.place(reason.location))
    return f"{words} ({', '.join(reason.keys[:2])})" if reason.keys else words


def _written(key: KeyOverview, page: str, paths: Paths) -> Cell:
    found: list[str] = []
    for how, verb in _WRITES.items():
        places = (access.location for access in key.writes if access.page == page and access.how == how)
        found += (f"{verb} {text}" for text in paths.places(places))
    places = (access.location for access in key.deletes if access.page == page)
    found += (f"deleted {text}" for text in paths.places(places))
    return tuple(map(Piece, found))


def _kept_by(key: KeyOverview, page: str, paths: Paths) -> Iterator[str]:
    for keeper in key.kept_by:
        if keeper.page != page:
            continue
        if keeper.how == "persist_state":
            yield f"persist_state {keeper.detail}"
        elif keeper.how == "keep-alive":
            yield f"keep-alive {paths.place(keeper.location)}"
        elif keeper.how == "shadow key":
            yield f"shadow key {keeper.detail}, saved {paths.place(keeper.location)}"
        else:
            yield "bind" if keeper.how == "bind" else "** arguments?"


def _lost(key: KeyOverview, page: str) -> Cell:
    found = [
        Piece(_LOST[loss.when] if loss.certain else f"perhaps {_LOST[loss.when]}", "warning")
        for loss in key.lost
        if loss.page == page
    ]
    if not found and any(call.page == page and call.holds_value for call in key.widgets):
        return (Piece("never"),)
    return tuple(found)


# -- places -----------------------------------------------------------------------------------------------------------


class Paths(NamedTuple):
    """How places are written in the row of a page: `own` is its file, `base` the folder that goes without saying."""

    own: str
    base: str

    def file(self, path: str) -> str:
        return "" if path == self.own else path.removeprefix(self.base)

    def place(self, location: Location) -> str:
        return f"{self.file(location.path)}:{location.span.line}"

    def places(self, locations: Iterable[Location]) -> Iterator[str]:
        """A text for each file: its path, and the lines in it; the first ones where there are many."""
        lines_of: dict[str, set[int]] = {}
        for location in locations:
            lines_of.setdefault(location.path, set()).add(location.span.line)
        for path, found in list(lines_of.items())[:_MOST_FILES]:
            lines = sorted(found)
            more = f" +{len(lines) - _MOST_LINES}" if len(lines) > _MOST_LINES else ""
            yield f"{self.file(path)}:{', '.join(map(str, lines[:_MOST_LINES]))}{more}"
        if len(lines_of) > _MOST_FILES:
            yield f"+{number_of(len(lines_of) - _MOST_FILES, 'file')}"


def _common_folder(app: AppOverview) -> str:
    """The folder, with a slash at its end, that all files of the table are in; "" when that says nothing."""
    places = [place.location for key in app.keys for place in (*key.reads, *key.writes, *key.deletes)]
    places += [keeper.location for key in app.keys for keeper in key.kept_by]
    places += [each.location for each in app.unkeyed]
    for call in (call for key in app.keys for call in key.widgets):
        places += [call.location] if call.because is None else [call.location, call.because.location]
    folder = posixpath.commonpath([posixpath.dirname(place.path) for place in places]) if places else ""
    return f"{folder}/" if folder.strip("./") else ""
