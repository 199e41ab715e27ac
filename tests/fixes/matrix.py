"""The cases of the fixes' matrix, as data: every value widget, in every way of writing it that a template has to meet.

A case is a widget in a shape: a small app that loses the widget's value, with the edits of a user. A template is what
`fix_all` is told to use. `PLAYED` are the releases on which both are played.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from keylint.streamlit.data import RELEASES
from keylint.streamlit.versions import NEWEST_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAYED = ("1.28.2", "1.40.2", "1.52.2", "1.59.2", RELEASES[-1])
_BEYOND = f"{NEWEST_KNOWN[0]}.{NEWEST_KNOWN[1] + 1}"
_PAGES_SINCE = "1.40.2"  # the driver changes pages from 1.36 on
_LETTERS = '["a", "b", "c", "d"]'


@dataclass(frozen=True, slots=True)
class Widget:
    """A value widget. `since` and `persists_since` are the first played releases that have it, and its persist_state.

    `arguments` stand after the label (`has_label`); `first` instead of them for a first value that is given, `none` for
    none, `several` for a range. `edits` are three values that follow each other, the last of them no default;
    `edits_of_first` and `edits_of_several` those of the widget with `first` or `several`, where they have to be others.
    """

    command: str
    edits: tuple[Any, Any, Any]
    first: str
    arguments: str = ""
    none: str | None = None
    several: str | None = None
    edits_of_first: tuple[Any, Any, Any] | None = None
    edits_of_several: tuple[Any, Any, Any] | None = None
    since: str = "1.28.2"
    first_since: str = "1.28.2"
    persists_since: str = "1.59.2"
    has_label: bool = True


WIDGETS = (
    Widget("text_input", ("one", "two", "three"), 'value="draft"', none="value=None"),
    Widget("text_area", ("one", "two", "three"), '"draft"', none="value=None"),
    Widget("number_input", (1.5, 2.5, 3.5), "1, 90, 14", none="value=None", edits_of_first=(15, 20, 30)),
    Widget("slider", (15, 20, 30), "min_value=10, max_value=90, value=14", several="0, 50, (10, 20)",
           edits_of_several=((15, 20), (0, 50), (30, 40))),
    Widget("select_slider", ("b", "d", "c"), f'{_LETTERS}, value="b"', _LETTERS, several=f'{_LETTERS}, ("b", "c")',
           edits_of_first=("c", "a", "d"), edits_of_several=(("a", "b"), ("a", "d"), ("c", "d"))),
    Widget("selectbox", ("b", "d", "c"), f"options={_LETTERS}, index=1", _LETTERS, none=f"{_LETTERS}, index=None",
           edits_of_first=("c", "a", "d")),
    Widget("radio", ("b", "d", "c"), f"{_LETTERS}, 1", _LETTERS, none=f"{_LETTERS}, index=None",
           edits_of_first=("c", "a", "d")),
    Widget("multiselect", (["a"], ["a", "c"], ["d"]), f'{_LETTERS}, default="b"', _LETTERS),
    Widget("checkbox", (True, False, True), "value=True", edits_of_first=(False, True, False)),
    Widget("toggle", (True, False, True), "True", edits_of_first=(False, True, False)),
    Widget("date_input", (date(2026, 3, 2), date(2026, 3, 9), date(2026, 4, 1)), "value=datetime.date(2026, 3, 1)",
           none="value=None", several="[datetime.date(2026, 3, 1), datetime.date(2026, 3, 5)]",
           edits_of_several=tuple((date(2026, 4, day), date(2026, 5, day)) for day in (1, 2, 3))),
    Widget("time_input", (time(10, 15), time(11, 30), time(23, 45)), "value=datetime.time(9, 30)", none="value=None"),
    Widget("datetime_input", (datetime(2026, 3, 2, 10, 15), datetime(2026, 3, 9, 11, 30), datetime(2026, 4, 1, 23, 45)),
           "value=datetime.datetime(2026, 3, 1, 9, 30)", none="value=None", since="1.52.2", first_since="1.52.2"),
    Widget("color_picker", ("#ff0000", "#00ff00", "#0000ff"), 'value="#123456"'),
    Widget("pills", ("b", "d", "c"), f'{_LETTERS}, default="b"', _LETTERS, edits_of_first=("c", "a", "d"),
           since="1.40.2", first_since="1.40.2"),
    Widget("segmented_control", ("b", "d", "c"), f'{_LETTERS}, selection_mode="multi", default=["b"]', _LETTERS,
           edits_of_first=(["b", "c"], ["a"], ["d"]), since="1.40.2", first_since="1.40.2"),
    Widget("feedback", (3, 0, 4), '"stars", default=2', '"stars"', edits_of_first=(3, 0, 4), since="1.40.2",
           first_since="1.52.2", persists_since="1.67.0", has_label=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A way of writing an app. `keys` are those of its widgets, `way` how its user leaves them and comes back.

    `first` says which words give the first value: those of `Widget.first`, `.none` or `.several`. `refused` begins the
    reason why the first value cannot move, where it cannot.
    """

    name: str
    keys: tuple[str, ...] = ("field",)
    way: str = "view"  # or "page"
    first: str | None = None
    in_form: bool = False
    has_callback: bool = False
    refused: str | None = None


_OUTSIDE = (
    Shape("conditional"),
    Shape("pages", way="page"),
    Shape("first value", first="first"),
    Shape("first value, pages", way="page", first="first"),
    Shape("no value", first="none"),
    Shape("range", first="several"),
    Shape("callback", has_callback=True),
    Shape("loop", ("first", "second")),
    Shape("wrapper", ("first", "second")),
)
_FORM = tuple(replace(shape, name=f"{shape.name}, form", in_form=True) for shape in _OUTSIDE if not shape.has_callback)
SHAPES = (*_OUTSIDE, *_FORM)


@dataclass(frozen=True, slots=True)
class Case:
    """A widget in a shape."""

    widget: Widget
    shape: Shape

    @property
    def name(self) -> str:
        return f"{self.widget.command}: {self.shape.name}"

    @property
    def folder(self) -> str:
        return self.name.replace(": ", "-").replace(", ", "-").replace(" ", "_")

    @property
    def oldest(self) -> str:
        """The first played release that its calls work on."""
        return self.widget.since if self.shape.first is None else max(self.widget.since, self.widget.first_since)

    @property
    def edits(self) -> tuple[Any, Any, Any]:
        first, _, last = self.widget.edits
        others = {
            "first": self.widget.edits_of_first,
            "none": (first, None, last),  # what may be nothing can be emptied again
            "several": self.widget.edits_of_several,
        }
        return others.get(self.shape.first or "") or self.widget.edits

    def files(self) -> dict[str, str]:
        """The app: its files with what they say."""
        if self.shape.way == "page":
            return {
                "app.py": _script(self, self._drawing()),
                "pages/1_Other.py": _script(self, _reads(self.shape.keys)),
            }
        view = 'view = st.sidebar.radio("View", ["Edit", "Other"], key="view")\n'
        drawing, reading = _indented(self._drawing()), _indented(_reads(self.shape.keys))
        return {"app.py": _script(self, f'{view}if view == "Edit":\n{drawing}else:\n{reading}')}

    def _drawing(self) -> str:
        if self.shape.name.startswith("loop"):
            drawn = f"for name in {self.shape.keys!r}:\n    {self._call('name', 'name')}\n".replace("'", '"')
        elif self.shape.name.startswith("wrapper"):
            drawn = "".join(f'field("{key}")\n' for key in self.shape.keys)
        else:
            drawn = f"{self._call(_quoted('Field'), _quoted('field'))}\n"
        if not self.shape.in_form:
            return drawn
        outside = 'st.checkbox("Outside")\n'
        return f'{outside}with st.form("entry"):\n{_indented(drawn)}    st.form_submit_button("Save")\n'

    def _call(self, label: str, key: str) -> str:
        given = getattr(self.widget, self.shape.first) if self.shape.first else self.widget.arguments
        arguments = [*([label] if self.widget.has_label else []), *([given] if given else []), f"key={key}"]
        if self.shape.has_callback:
            arguments += ["on_change=note", 'args=("changed to",)']
        return f"st.{self.widget.command}({', '.join(arguments)})"


_NOTE = """
def note(word):
    seen = st.session_state.get("notes", ())
    st.session_state.notes = (*seen, f"{word} {st.session_state.field!r}")

"""


def _script(case: Case, body: str) -> str:
    head = "import streamlit as st\n"
    if "datetime." in body or (case.shape.name.startswith("wrapper") and "datetime." in case._call("", "")):
        head = f"import datetime\n\n{head}"
    if case.shape.has_callback:
        head += f"\n{_NOTE}"
    if case.shape.name.startswith("wrapper"):
        head += f"\n\ndef field(key):\n    {case._call('key', 'key')}\n\n"
    return f"{head}\n{body}"


def _reads(keys: tuple[str, ...]) -> str:
    return "".join(f'st.write("{key}:", repr(st.session_state.get("{key}")))\n' for key in keys)


def _indented(lines: str) -> str:
    return "".join(f"    {line}\n" for line in lines.splitlines())


def _quoted(text: str) -> str:
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another way of giving, or of leaving out, a first value: `arguments` after the label. `refused` begins the reason
    why it cannot move to session state, `edits` are other ones than the widget's.
    """

    command: str
    arguments: str
    edits: tuple[Any, Any, Any] | None = None
    refused: str | None = None
    since: str = "1.28.2"


_WHOLE, _FRACTIONS = (15, 20, 30), (1.5, 2.5, 3.5)
_LATER = "1.40.2"  # of words such as "now"
_TO_THE_MINUTE = "1.67.0"  # older ones give the seconds of a first time back until the browser sends it

SPELLINGS = (
    Spelling("number_input", "value=14", _WHOLE),
    Spelling("number_input", "min_value=5", _WHOLE),
    Spelling("number_input", "max_value=40.0"),
    Spelling("number_input", "step=1", _WHOLE),
    Spelling("number_input", "step=0.5"),
    Spelling("number_input", "-5, 50", _WHOLE),
    Spelling("number_input", 'value="min", min_value=3', _WHOLE),
    Spelling("number_input", "value=None, step=1", (15, None, 30)),
    Spelling("number_input", "value=4.5"),
    Spelling("slider", "-50, 50"),
    Spelling("slider", "10, 90, None"),
    Spelling("slider", "value=50"),
    Spelling("slider", "0.0, 40.0, 0.5", _FRACTIONS),
    Spelling("slider", "value=0.5", (0.25, 0.75, 1.0)),
    Spelling("slider", "value=datetime.time(9, 30)", refused="its first value decides what kind"),
    Spelling("select_slider", '("a", "b", "c", "d")'),
    Spelling("select_slider", f"{_LETTERS}, value=None"),
    Spelling("select_slider", "range(40)", _WHOLE),
    Spelling("selectbox", "range(40), 7", _WHOLE),
    Spelling("selectbox", '{"a": 1, "b": 2, "c": 3, "d": 4}'),
    Spelling("selectbox", f"{_LETTERS}, index={_LETTERS}.index('b')", ("c", "a", "d")),
    Spelling("radio", "range(40)", _WHOLE),
    Spelling("multiselect", f'{_LETTERS}, ("a", "b")'),
    Spelling("multiselect", f'{_LETTERS}, default={{"a"}}', (["b"], ["a", "c"], ["d"])),
    Spelling("multiselect", f"{_LETTERS}, None"),
    Spelling("multiselect", "[1, 2, 3, 4], default=1", ([2], [1, 3], [4])),
    Spelling("multiselect", "range(40), range(2)", ([2], [1, 3], [4])),
    Spelling("checkbox", "value=0"),
    Spelling("toggle", "value=1", (False, True, False)),
    Spelling("text_input", "value=5"),
    Spelling("text_area", "value=2.5"),
    Spelling("color_picker", "value=None"),
    Spelling("date_input", 'value="today"', since=_LATER),
    Spelling("date_input", "value=datetime.date.today()"),
    Spelling("date_input", 'value="2026-03-01"', refused="the widget may turn"),
    Spelling("date_input", "value=datetime.datetime.today()", refused="the widget may turn"),
    Spelling("time_input", 'value="now"', since=_LATER),
    Spelling("time_input", "value=datetime.time(9, 30, 15)", since=_TO_THE_MINUTE),
    Spelling("time_input", "value=datetime.datetime.now().time()", since=_TO_THE_MINUTE),
    Spelling("datetime_input", "value=datetime.datetime(2026, 3, 1, 9, 30, 15)"),
    Spelling("datetime_input", "value=datetime.datetime.now()"),
    Spelling("pills", f'{_LETTERS}, default=["b"]', ("c", "a", "d")),
    Spelling("pills", f'{_LETTERS}, selection_mode="multi", default="b"', (["c"], ["a", "c"], ["d"])),
    Spelling("pills", f'{_LETTERS}, selection_mode="multi", default=None', (["c"], ["a", "c"], ["d"])),
    Spelling("segmented_control", f'{_LETTERS}, selection_mode="multi"', (["c"], ["a", "c"], ["d"])),
    Spelling("feedback", '"thumbs"', (1, 0, 1)),
)


def _spelled(number: int, spelling: Spelling) -> Case:
    widget = next(widget for widget in WIDGETS if widget.command == spelling.command)
    edits = spelling.edits or widget.edits
    since = max(widget.since, spelling.since)
    shape = Shape(f"spelling {number}", refused=spelling.refused)
    return Case(replace(widget, arguments=spelling.arguments, edits=edits, since=since), shape)


CASES = (
    *(
        Case(widget, shape)
        for widget in WIDGETS
        for shape in SHAPES
        if shape.first is None or getattr(widget, shape.first) is not None
    ),
    *(_spelled(number, spelling) for number, spelling in enumerate(SPELLINGS, start=1)),
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template: what `fix_all` is asked for, and whether in forms only, or outside of them only (None: both)."""

    name: str
    strategy: str
    in_form: bool | None = None

    @property
    def folder(self) -> str:
        return self.name.replace(" ", "_")

    def oldest_for(self, case: Case) -> str:
        """The first played release that the template serves the case on."""
        return max(case.oldest, case.widget.persists_since) if self.name == "persist" else case.oldest

    def target(self, case: Case) -> str:
        """The versions that the fixed project admits."""
        return f">={self.oldest_for(case)},<{_BEYOND}"

    def releases(self, case: Case) -> tuple[str, ...]:
        """The oldest and the newest release that the template serves the case on, and that it can be played on; with
        what is written into apps, all between them, except for mere spellings of the first value."""
        oldest = self.oldest_for(case)
        if case.shape.way == "page":
            oldest = max(oldest, _PAGES_SINCE)
        if self.strategy == "shadow" and not case.shape.name.startswith("spelling"):
            return tuple(release for release in PLAYED if release >= oldest)
        return tuple(dict.fromkeys((oldest, PLAYED[-1])))


TEMPLATES = (
    Template("persist", "persist"),
    Template("shadow", "shadow", in_form=False),
    Template("shadow in a form", "shadow", in_form=True),
    Template("keep-alive", "keep-alive"),
)


def combinations() -> Iterator[tuple[Case, Template]]:
    """Every case with every template that is for it; spellings, with those that move the first value."""
    for case in CASES:
        for template in TEMPLATES:
            moves = template.name != "persist" or not case.shape.name.startswith("spelling")
            if moves and template.in_form in (None, case.shape.in_form):
                yield case, template


_RANGE = "its first value is a range, "
_IN_FORM = "its widget stands in a form, where a keep-alive takes back what is not submitted yet"


def expected_refusal(case: Case, template: Template) -> str | None:
    """How the reason begins, where the template must not be offered for the case; None where it must.

    Whether they hold one value or two, a date input and a select slider learn from their calls alone: then, or where it is unknown what the widget
    makes of its first value, that cannot move to session state. A keep-alive assigns in every run, and a field of a form takes that over.
    """
    if template.name == "persist":
        return None
    if template.name == "keep-alive" and case.shape.in_form:
        return _IN_FORM
    if case.shape.first == "several" and case.widget.command != "slider":
        return _RANGE
    return case.shape.refused
