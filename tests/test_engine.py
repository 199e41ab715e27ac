"""From folders to reports: which apps are found, how findings of several apps come together, and what stops nothing."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from keylint.app.keymap import KeyMap
from keylint.engine import analyse, check, map_apps
from keylint.errors import UsageError
from keylint.run.reasons import Reason
from keylint.run.runs import App, run_app
from keylint.settings import Settings, WidgetFunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.findings import Report
    from keylint.run.project import Project

    Write = Callable[[dict[str, str]], Settings]

DUPLICATE = """
    import streamlit as st
    st.text_input("A", key="same")
    st.text_input("B", key="same")
"""
PLAIN = 'import streamlit as st\nst.text_input("x", key="k")\n'


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a project, goes there, and gives settings for it."""

    def make(files: dict[str, str]) -> Settings:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")
        monkeypatch.chdir(tmp_path)
        return Settings(root=tmp_path, target_streamlit="1.60", cache=False)

    return make


def run(settings: Settings, *paths: str) -> Report:
    return check([Path(path) for path in paths], settings)


def codes(report: Report) -> list[tuple[str, str, int]]:
    return [(f.code, f.location.path, f.location.span.line) for f in report.findings]


def test_findings_are_sorted_and_placed(write: Write) -> None:
    report = run(write({"b.py": DUPLICATE, "a.py": DUPLICATE}))
    assert [path for _, path, _ in codes(report)] == sorted(path for _, path, _ in codes(report))
    assert ("KEY201", "a.py", 4) in codes(report) or ("KEY201", "a.py", 3) in codes(report)


def test_totals_count_each_widget_once(write: Write) -> None:
    settings = write(
        {
            "app.py": 'from ui import field\nfield("a")\nfield("b")',
            "pages/1_more.py": 'from ui import field\nfield("a")\nimport streamlit as st\nst.text_input("x", key=input())',
            "ui.py": 'import streamlit as st\ndef field(key):\n    st.text_input("x", key=key)',
        }
    )
    totals = run(settings).totals
    assert (totals.files, totals.apps, totals.pages) == (3, 1, 2)
    assert (totals.widgets, totals.keys, totals.unresolved_keys) == (2, 2, 1)


def test_a_helper_that_two_apps_share_is_reported_once(write: Write) -> None:
    helper = 'import streamlit as st\ndef draw():\n    st.text_input("A", key="k")\n    st.text_input("B", key="k")\n'
    apps = {
        name: f"import streamlit as st\nfrom lib.ui import draw\nst.title('{name}')\ndraw()\n"
        for name in ("one", "two")
    }
    report = run(write({**{f"{name}.py": text for name, text in apps.items()}, "lib/ui.py": helper}))
    assert len({code for code in codes(report) if code[0] == "KEY201"}) == len(
        [code for code in codes(report) if code[0] == "KEY201"]
    )
    assert report.totals.apps == 2


def test_pages_of_a_navigation_are_no_apps_of_their_own(write: Write) -> None:
    settings = write(
        {
            "app.py": 'import streamlit as st\nst.navigation([st.Page("views/home.py")]).run()',
            "views/home.py": PLAIN,
        }
    )
    [app] = analyse([Path()], settings).apps
    assert (app.kind, [page.name for page in app.pages]) == ("navigation", ["views/home.py"])


def test_a_named_entrypoint_is_the_only_app(write: Write) -> None:
    settings = write({"one.py": PLAIN, "two.py": PLAIN})
    [app] = analyse([Path()], replace(settings, entrypoints=("two.py",))).apps
    assert app.entrypoint == "two.py"


def test_an_entrypoint_that_is_not_there_is_the_users_error(write: Write) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.py"):
        run(replace(write({"app.py": PLAIN}), entrypoints=("nowhere.py",)))


def test_a_broken_file_does_not_hide_the_rest_of_the_app(write: Write) -> None:
    report = run(write({"app.py": DUPLICATE, "pages/1_broken.py": "import streamlit as st\ndef f(:\n"}))
    assert {code for code, _, _ in codes(report)} == {"KEY201", "KEY900"}


def test_a_page_that_cannot_be_read_is_counted(write: Write) -> None:
    broken = "import streamlit as st\ndef f(:\n"
    report = run(write({"app.py": "import lib\n" + PLAIN, "pages/1_broken.py": broken, "lib.py": broken}))
    assert (report.totals.pages, report.totals.pages_not_analysed) == (2, 1)
    assert [(unknown.path, unknown.line, unknown.reason) for unknown in report.unknowns] == [
        ("app.py", 1, Reason.UNREADABLE_MODULE.value),
        ("pages/1_broken.py", 1, Reason.PAGE_UNREADABLE.value),
    ]


def test_a_broken_page_of_a_navigation_is_counted(write: Write) -> None:
    navigation = 'import streamlit as st\nst.navigation([st.Page("a.py"), st.Page("b.py")]).run()\n'
    report = run(write({"app.py": navigation, "a.py": PLAIN, "b.py": "import streamlit as st\ndef f(:\n"}))
    assert (report.totals.pages, report.totals.pages_not_analysed, report.totals.keys) == (2, 1, 1)
    assert [unknown.reason for unknown in report.unknowns] == [Reason.PAGE_UNREADABLE.value]


def test_widgets_without_key_are_counted_by_call(write: Write) -> None:
    code = PLAIN + 'for name in ("a", "b"):\n    st.slider(name)\nst.button("go")\nst.write("x")\n'
    totals = run(write({"app.py": code})).totals
    assert (totals.widgets, totals.widgets_without_key, totals.pages_not_analysed) == (1, 2, 0)


def test_a_rule_that_is_left_out_makes_no_other_speak(write: Write) -> None:
    settings = write({"app.py": DUPLICATE})
    everything = {f.code for f in run(settings).findings}
    assert {f.code for f in run(replace(settings, ignore=("KEY201",))).findings} == everything - {"KEY201"}


def test_no_path_is_the_working_folder(write: Write) -> None:
    settings = write({"app.py": PLAIN})
    assert check([], settings).checked_files == ("app.py",)


def test_a_folder_without_apps_is_clean(write: Write) -> None:
    report = run(write({"lib.py": "def f():\n    return 1\n"}))
    assert (report.findings, report.totals.apps) == ((), 0)


def test_unknowns_are_sorted_and_said_once(write: Write) -> None:
    settings = write({"app.py": 'import streamlit as st\nfor n in open("x"):\n    st.text_input("x", key=n)\n'})
    unknowns = run(settings).unknowns
    assert list(unknowns) == sorted(set(unknowns), key=lambda unknown: (unknown.path, unknown.line, unknown.reason))
    assert [unknown.line for unknown in unknowns] == [3]


def test_a_wrapper_named_in_the_configuration_draws(write: Write) -> None:
    settings = write({"app.py": 'import streamlit as st\nfrom acme_ui import field\nfield("x", name="k")\n'})
    settings = replace(settings, widget_functions={"acme_ui.field": WidgetFunction("text_input", "name")})
    [app] = analyse([Path()], settings).apps
    [draw] = app.pages[0].trace.draws()
    assert (draw.command, draw.key and draw.key.text) == ("text_input", "k")


def test_progress_is_told_in_order(write: Write) -> None:
    told: list[tuple[str, int, int]] = []
    check([Path()], write({"app.py": PLAIN, "other.py": PLAIN}), lambda *step: told.append(step))
    running = [(done, total) for what, done, total in told if what == "Running apps"]
    assert running == [(0, 2), (1, 2)]


def test_a_second_run_from_the_cache_says_the_same(write: Write) -> None:
    settings = replace(write({"app.py": DUPLICATE, "pages/1_b.py": PLAIN}), cache=True)
    assert run(settings) == run(settings)


def test_the_map_of_an_app(write: Write) -> None:
    assert len(map_apps([Path()], write({"app.py": PLAIN})).apps) == 1


HARD = {
    "deep nesting": "import streamlit as st\n" + "".join(f"{'    ' * n}if x{n}:\n" for n in range(80)) + "    " * 80 + "st.text('x')\n",
    "a long chain of calls": "import streamlit as st\nx = f" + ".g(1)" * 800 + "\nst.text(x)\n",
    "a long sum": "import streamlit as st\nx = " + " + ".join(["y"] * 800) + "\nst.text(x)\n",
    "a long chain of arms": "import streamlit as st\nx = open('x').read()\n"
    + "".join(f"{'el' if n else ''}if x == {n}:\n    st.text_input('x', key='k{n}')\n" for n in range(300)),
    "many early returns": "import streamlit as st\ndef f(x):\n"
    + "".join(f"    if x.a{n}():\n        return {n}\n" for n in range(150))
    + "y = f(open('x'))\nst.text_input('x', key=f'k{y}')\n",
    "many flags": "import streamlit as st\n"
    + "".join(f"if st.checkbox('{n}'):\n    st.text_input('x', key='k{n}')\n" for n in range(200)),
    "nested loops over constants": "import streamlit as st\n"
    + "for a in range(150):\n    for b in range(150):\n        for c in range(150):\n            st.text(f'{a}{b}{c}')\n",
    "functions that call each other twice": "import streamlit as st\ndef f0(x):\n    st.text(x)\n"
    + "".join(f"def f{n}(x):\n    f{n - 1}(x)\n    f{n - 1}(x)\n" for n in range(1, 40))
    + "f39(1)\n",
    "a class of itself": "import streamlit as st\nclass A:\n    class B(A): ...\nclass C(C): ...\nC().x.y()\nst.text('x')\n",
    "names of nothing": "import streamlit as st\nst.text_input(key=undefined[nothing](**missing))\ndel missing\n",
    "everything wrong": "import streamlit as st\nst.navigation()\nst.Page()\nst.columns()\nst.tabs(None)\nst.form()\n"
    "st.session_state[1:2] = 3\nst.session_state()\nst.session_state.get()\ngetattr(st)\n(1)[5]\n()[-3]\n''[9]\nst.text_input(*1, **2)\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_programs_are_run_to_an_end(name: str, write: Write) -> None:
    check([Path()], write({"app.py": HARD[name]}))


HELPER_APP = {
    "app.py": "import streamlit as st\nfrom ui import field\n"
    'if st.checkbox("Show", key="show"):\n    field("Name", "name")\nst.write(st.session_state.name)\n',
    "ui.py": "import streamlit as st\ndef field(label, key):\n    return st.text_input(label, key=key)\n",
    "pages/1_x.py": 'import streamlit as st\nst.write(st.session_state["show"])\n',
}


def test_a_given_file_is_checked_in_its_app(write: Write) -> None:
    settings = write(HELPER_APP)

    def found(path: str) -> list[tuple[str, str | None]]:
        return [(finding.code, finding.key) for finding in run(settings, path).findings]

    assert found(".") == found("app.py") == [("KEY102", "show"), ("KEY101", "name")]
    assert found("ui.py") == found("pages") == []


def test_what_is_wrong_beside_the_given_files_is_not_reported(write: Write) -> None:
    settings = write({**HELPER_APP, "ui.py": "import streamlit as st  # keylint: ignore[KEY101]\ndef field(\n"})
    report = run(settings, "app.py")
    assert {finding.location.path for finding in report.findings} == {"app.py"}
    assert report.checked_files == ("app.py",)
    assert {unknown.path for unknown in report.unknowns} <= {"app.py"}


def test_a_repair_of_a_shared_helper_heeds_the_other_app(write: Write) -> None:
    other = 'import streamlit as st\nfrom ui import field\nfield("Name", "name")\ndel st.session_state["name"]\n'
    settings = write({**HELPER_APP, "second.py": other})
    [finding] = [finding for finding in run(settings, ".").findings if finding.code == "KEY101"]
    assert finding.fix is None
    assert finding.no_fix is not None
    assert finding.no_fix.startswith("the app second.py shows it too: the app deletes 'name'")
    settings = write({"second.py": other.partition("del")[0]})
    [finding] = [finding for finding in run(settings, ".").findings if finding.code == "KEY101"]
    assert finding.fix is not None
    assert not finding.fix.safe


def test_a_page_of_a_navigation_app_is_run_as_a_page_only(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = write(
        {
            "a_views/one.py": PLAIN,
            "main.py": 'import streamlit as st\nst.navigation([st.Page("a_views/one.py")]).run()\n',
            "other.py": PLAIN,
        }
    )
    entrypoints = []

    def noted(project: Project, entrypoint: Path, *rest: Any) -> App:
        entrypoints.append(entrypoint.name)
        return run_app(project, entrypoint, *rest)

    monkeypatch.setattr("keylint.engine.run_app", noted)
    assert [app.entrypoint for app in analyse([Path()], settings).apps] == ["main.py", "other.py"]
    assert sorted(entrypoints) == ["main.py", "other.py"]


GATED = {
    "helper.py": """
        import streamlit as st
        def gate():
            if not st.checkbox("Ready", key="ready"):
                st.stop()  # keylint: ignore[KEY106] the first step
    """,
    "app.py": """
        import streamlit as st
        from helper import gate
        gate()
        st.text_input("Name", key="name")
    """,
}


@pytest.mark.parametrize("path", [".", "app.py"])
def test_a_comment_at_the_cause_counts_in_other_files(write: Write, path: str) -> None:
    settings = write(GATED)
    assert codes(run(settings, path)) == []
    (settings.root / "helper.py").write_text(dedent(GATED["helper.py"]).replace("KEY106", "KEY101"), "utf-8")
    found = [("KEY106", "app.py", 5)]
    assert codes(run(settings, path)) == [*found, ("KEY901", "helper.py", 5)][: 2 if path == "." else 1]


def test_a_comment_is_used_by_what_is_not_shown(write: Write) -> None:
    gate = dedent(GATED["helper.py"]) + "gate()\nfrom form import draw\ndraw()\n"
    form = 'import streamlit as st\ndef draw():\n    st.text_input("Name", key="name")\n'
    settings = write({"app.py": gate, "form.py": form})
    assert codes(run(settings, "app.py")) == []
    (settings.root / "app.py").write_text(gate.replace("# keylint: ignore[KEY106]", "#"), "utf-8")
    assert codes(run(settings)) == [("KEY106", "form.py", 3)]


def test_an_app_that_is_done_with_is_given_back(write: Write) -> None:
    gc.collect()
    before = [each for each in gc.get_objects() if isinstance(each, (KeyMap, App))]
    source = 'import streamlit as st\nif st.checkbox("More"):\n    st.text_input("Name", key="name")\n'
    assert len(check([Path()], write({"a.py": source, "b.py": source})).findings) == 2
    gc.collect()
    known = {id(each) for each in before}
    assert not [each for each in gc.get_objects() if isinstance(each, (KeyMap, App)) and id(each) not in known]
