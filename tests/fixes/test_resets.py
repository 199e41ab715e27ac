"""A fix hides no reset: where the author takes the value back, it is still taken back, or the title says that it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from keylint import engine
from keylint.discover.contents import FileContents
from keylint.findings import Severity
from keylint.fixing.offers import fix_all
from keylint.settings import Settings
from tests.fixes.resets import APPS, ENTERED, App, course, hides
from tests.runtime.releases import RELEASE

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Finding

# What becomes of the fix. The app assigns the key itself, or nothing changes what the widget begins with:
NO_RESETS = {"nothing", "of_something_else"}
KEPT = {"assigned_by_callback", "assigned_inline", "seeded_and_assigned", "logged_out", *NO_RESETS}
# The title says what may no longer show:
TOLD = {"file", "cached_file", "clear_on_submit"}
TOLD_WHERE_SHOWN = {"cleared", "all_deleted", "deleted_by_prefix"}
TEMPLATES = (("1.67", "auto"), ("1.67", "shadow"), ("1.67", "keep-alive"), ("1.40", "auto"), ("1.40", "keep-alive"))


def _reset_of(name: str) -> str:
    return name.partition("-")[0]


def write(app: App, folder: Path) -> None:
    for name, text in app.files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def settings(folder: Path, target: str, strategy: str = "auto") -> Settings:
    return Settings(root=folder, target_option=target, cache=False, fix_strategy=strategy, jobs=1)


def losses(app: App, folder: Path, target: str) -> list[Finding]:
    """What is said of the field, with fixes that have not been tried."""
    write(app, folder)
    report = engine.check([folder], settings(folder, target))
    assert not report.faults
    return [each for each in report.findings if each.code.startswith("KEY1") and (each.key or "").startswith("name")]


def fixed(app: App, folder: Path, target: str, strategy: str, *, unsafe: bool) -> bool:
    """Writes the app and fixes it; says whether there was anything to fix."""
    write(app, folder)
    outcome = fix_all([folder], settings(folder, target, strategy), FileContents(), unsafe=unsafe)
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    return bool(outcome.changes)


@pytest.mark.parametrize("name", [name for name, app in APPS.items() if app.way in ("view", "page")])
def test_what_is_hidden_is_refused_or_told(name: str, tmp_path: Path) -> None:
    app, (reset, _, where) = APPS[name], name.split("-")
    found = losses(app, tmp_path, "1.67")
    assert found
    for finding in found:
        if reset in TOLD or (reset in TOLD_WHERE_SHOWN and where == "beside"):
            assert finding.fix is not None
            assert not finding.fix.safe
            assert "; " in finding.fix.title.partition("this project")[2]
        elif reset in KEPT | TOLD_WHERE_SHOWN:
            assert finding.fix is not None
            assert finding.fix.safe == (finding.severity == Severity.ERROR)
        else:
            assert finding.fix is None
            assert finding.no_fix


@pytest.mark.slow
@pytest.mark.runtime
@pytest.mark.skipif(RELEASE < (1, 67), reason="needs every persist_state")
@pytest.mark.parametrize("name", APPS)
def test_a_safe_fix_hides_nothing(name: str, tmp_path: Path) -> None:
    write(APPS[name], tmp_path / "before")
    if fixed(APPS[name], tmp_path / "after", "1.67", "auto", unsafe=False):
        is_kept = hides(course(APPS[name], tmp_path / "before"), course(APPS[name], tmp_path / "after"))
        assert is_kept == (_reset_of(name) in NO_RESETS)


@pytest.mark.slow
@pytest.mark.runtime
@pytest.mark.skipif(RELEASE < (1, 67), reason="needs every persist_state")
@pytest.mark.parametrize("name", [name for name in APPS if _reset_of(name) not in TOLD | TOLD_WHERE_SHOWN])
def test_no_template_hides_what_it_does_not_tell(name: str, tmp_path: Path) -> None:
    write(APPS[name], tmp_path / "before")
    before = course(APPS[name], tmp_path / "before")
    for target, strategy in TEMPLATES:
        after = tmp_path / f"{target} {strategy}"
        if fixed(APPS[name], after, target, strategy, unsafe=True):
            assert hides(before, course(APPS[name], after)) == (_reset_of(name) in NO_RESETS), strategy


@pytest.mark.runtime
@pytest.mark.skipif(RELEASE < (1, 67), reason="needs every persist_state")
@pytest.mark.parametrize(
    "name",
    [
        "part_of_a_dict-view-beside",
        "method_of_object-page-away",
        "preset_of_table-view-away",
        "seeded_from_settings-view-away",
        "query_parameter-view-beside",
        "file-view-away",
        "all_deleted-view-beside",
        "clear_on_submit-view-beside",
    ],
)
def test_a_kept_value_would_hide_it(name: str, tmp_path: Path) -> None:
    app = APPS[name]
    write(app, tmp_path / "before")
    write(app, tmp_path / "kept")
    script = tmp_path / "kept" / "app.py"
    script.write_text(script.read_text("utf-8").replace('key="name")', 'key="name", persist_state="session")'), "utf-8")
    before, kept = course(app, tmp_path / "before"), course(app, tmp_path / "kept")
    assert hides(before, kept)
    assert kept[-1] == ENTERED


def test_an_input_that_would_get_a_key_keeps_its_reset(tmp_path: Path) -> None:
    source = APPS["preset_of_table-view-beside"].files()["app.py"]
    source = source.replace('st.text_input("Name"', 'name = st.text_input("Name"').replace(', key="name")', ")")
    source = source.replace("else:\n", "    st.write(name)\nelse:\n").replace('st.session_state.get("name")', "1")
    (tmp_path / "app.py").write_text(source, "utf-8")
    report = engine.check([tmp_path], replace(settings(tmp_path, "1.67"), min_severity=Severity.INFO))
    [finding] = [each for each in report.findings if each.code == "KEY113"]
    assert finding.fix is None
    assert str(finding.no_fix).startswith("what it begins with depends on 'Preset'")
