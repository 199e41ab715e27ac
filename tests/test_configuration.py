from __future__ import annotations

from pathlib import Path

import pytest

from keylint.configuration import load_settings
from keylint.configuration_values import READERS, Vocabulary, selector_problem
from keylint.errors import ConfigurationError, KeylintError, UsageError
from keylint.findings import Severity
from keylint.settings import FixHelper, Settings, WidgetFunction

VOCABULARY = Vocabulary(
    codes=("KEY101", "KEY102", "KEY103", "KEY201", "KEY900"),
    output_formats=("full", "concise", "json", "github"),
    widget_commands=lambda: ("text_input", "number_input", "selectbox"),
)

EVERY_KEY = """
select = ["KEY1", "KEY201"]
ignore = ["KEY102"]
extend-select = ["ALL"]
min-severity = "info"
target-streamlit = ">=1.50,<1.60"
output-format = "json"
baseline = "known.jsonl"
exclude = ["legacy/", "*.gen.py"]
include-generated = true
entrypoints = ["app.py"]
persist-functions = ["acme.persist"]
fix-strategy = "keep-alive"
fix-helper = "lib/state.py:remember"
unkeyed = "by-evidence"
jobs = 3
cache = false

[per-file-ignores]
"pages/*.py" = ["KEY103", "KEY2"]

[widget-functions]
"acme_ui.field" = "text_input:key"
acme_ui.numbers.amount = "number_input:name"
"""


def _load(start: Path, config: Path | None = None, *, isolated: bool = False) -> Settings:
    return load_settings(start, config, isolated, VOCABULARY)


def _refusal(folder: Path, text: str, name: str = "keylint.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refusal:
        _load(folder)
    message = str(refusal.value)
    assert "\n" not in message
    return message


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository that is the working directory; nothing above it is looked at."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_every_key(project: Path) -> None:
    (project / "keylint.toml").write_text(EVERY_KEY, encoding="utf-8")

    assert _load(project) == Settings(
        root=project,
        select=("KEY1", "KEY201"),
        ignore=("KEY102",),
        extend_select=("ALL",),
        min_severity=Severity.INFO,
        target_streamlit=">=1.50,<1.60",
        output_format="json",
        baseline="known.jsonl",
        exclude=("legacy/", "*.gen.py"),
        include_generated=True,
        entrypoints=("app.py",),
        persist_functions=("acme.persist",),
        fix_strategy="keep-alive",
        fix_helper=FixHelper("lib/state.py", "remember"),
        unkeyed="by-evidence",
        jobs=3,
        cache=False,
        per_file_ignores={"pages/*.py": ("KEY103", "KEY2")},
        widget_functions={
            "acme_ui.field": WidgetFunction("text_input", "key"),
            "acme_ui.numbers.amount": WidgetFunction("number_input", "name"),
        },
    )


def test_the_keys_are_the_settings() -> None:
    fields = set(Settings.__dataclass_fields__) - {
        "root",
        "target_option",
        "environments",
        "options",
        "nearest",
        "origins",
    }

    assert {key.replace("-", "_") for key in READERS} == fields
    assert all(f"\n{key} =" in EVERY_KEY or f"[{key}]" in EVERY_KEY for key in READERS)


def test_pyproject_and_what_keylint_toml_overrules(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.keylint]\njobs = 1\ncache = false\n", encoding="utf-8")
    assert _load(project) == Settings(root=project, jobs=1, cache=False)

    (project / "keylint.toml").write_text("jobs = 2\n", encoding="utf-8")
    assert _load(project) == Settings(root=project, jobs=2)


def test_the_nearest_file_above_counts_and_is_the_root(project: Path) -> None:
    inner = project / "apps" / "one"
    inner.mkdir(parents=True)
    (project / "keylint.toml").write_text("jobs = 2\n", encoding="utf-8")
    (inner / "pyproject.toml").write_text("[project]\nname = 'keylint-user'\n", encoding="utf-8")
    assert _load(inner) == Settings(root=project, jobs=2)

    (project / "apps" / "keylint.toml").write_text("", encoding="utf-8")
    assert _load(inner) == Settings(root=project / "apps")


def test_nothing_above_the_repository_is_read(project: Path) -> None:
    (project.parent / "keylint.toml").write_text("nonsense", encoding="utf-8")

    assert _load(project) == Settings(root=project)


def test_without_a_file_the_root_is_the_repository_or_the_start(project: Path, tmp_path: Path) -> None:
    (project / "inner").mkdir()
    (tmp_path / "loose").mkdir()

    assert _load(project / "inner").root == project
    assert _load(tmp_path / "loose").root == tmp_path / "loose"
    assert _load(Path("inner/..")).root == project


def test_isolated_reads_no_file(project: Path) -> None:
    (project / "keylint.toml").write_text("nonsense", encoding="utf-8")

    assert _load(project, isolated=True) == Settings(root=project)


def test_a_file_that_is_named(project: Path, tmp_path: Path) -> None:
    (project / "keylint.toml").write_text("nonsense", encoding="utf-8")
    (project / "ci").mkdir()
    (project / "ci" / "strict.toml").write_text("jobs = 4", encoding="utf-8")
    (project / "pyproject.toml").write_text("[tool.keylint]\njobs = 5", encoding="utf-8")
    (project / "inner").mkdir()

    assert _load(project, Path("ci/strict.toml")) == Settings(root=project, jobs=4)
    assert _load(project / "inner", Path("pyproject.toml")) == Settings(root=project, jobs=5)


def test_a_named_file_that_cannot_be_used(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project]\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"^nowhere\.toml does not exist"):
        _load(project, Path("nowhere.toml"))
    with pytest.raises(UsageError, match="--config and --isolated"):
        _load(project, Path("pyproject.toml"), isolated=True)
    with pytest.raises(ConfigurationError, match=r"^pyproject\.toml has no table \[tool\.keylint\]$"):
        _load(project, Path("pyproject.toml"))
    with pytest.raises(ConfigurationError, match=r"^\.git cannot be read: Is a directory$"):
        _load(project, Path(".git"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ignroe = []", "keylint has no setting 'ignroe'; the nearest is 'ignore'"),
        ("extend_select = []", "keylint has no setting 'extend_select'; the nearest is 'extend-select'"),
        ("[per-file-ignore]", "keylint has no setting 'per-file-ignore'; the nearest is 'per-file-ignores'"),
        ("[tool.keylint]", "the keys of keylint.toml stand at its top, without [tool.keylint]"),
        ('select = "KEY1"', 'select must be a list of texts, as in ["a", "b"], not \'KEY1\''),
        ("select = [1]", "select must be a text in quotes, not 1"),
        ('select = [""]', "select must be a text in quotes, not ''"),
        ('ignore = ["KEY109"]', "ignore names 'KEY109', which is no rule and no beginning of one; the nearest is 'KEY"),
        ('select = ["key101"]', "select names 'key101', which is no rule"),
        ('min-severity = "fatal"', "min-severity must be one of error, warning, info, not 'fatal'"),
        ("min-severity = 2", "min-severity must be a text in quotes, not 2"),
        ('output-format = "xml"', "output-format must be one of full, concise, json, github, not 'xml'"),
        ("target-streamlit = 1.59", 'target-streamlit must be a text in quotes, as in ">=1.50", not 1.59'),
        ("target-streamlit = 2026-01-01", "target-streamlit must be a text in quotes, not a date or a time"),
        ("jobs = 0", "jobs must be a whole number from 1, not 0"),
        ("jobs = true", "jobs must be a whole number from 1, not true"),
        ("cache = 1", "cache must be true or false, not 1"),
        ("exclude = {}", 'exclude must be a list of texts, as in ["a", "b"], not a table'),
        ('fix-helper = "state"', 'fix-helper must be "file:function", as in "state.py:kept", not \'state\''),
        ('fix-strategy = "magic"', "fix-strategy must be one of auto, persist, shadow, keep-alive, not 'magic'"),
        ('unkeyed = "error"', "unkeyed must be one of info, by-evidence, not 'error'"),
        ('persist-functions = ["a b"]', "persist-functions names 'a b'; write functions as package.function"),
        ("per-file-ignores = []", "per-file-ignores must be a table, as in"),
        ('[per-file-ignores]\n"x.py" = ["NO1"]', "per-file-ignores for 'x.py' names 'NO1', which is no rule"),
        ('[per-file-ignores]\n"x.py" = "KEY101"', "per-file-ignores for 'x.py' must be a list"),
        ('[widget-functions]\n"a.b" = "text_input"', "widget-functions for 'a.b' must be \"command:key parameter\""),
        ('[widget-functions]\n"a.b" = 3', "widget-functions for 'a.b' must be \"command:key parameter\""),
        (
            '[widget-functions]\n"a.b" = "txt_input:key"',
            "names 'txt_input', which is no widget; the nearest is 'text_in",
        ),
        ('[widget-functions]\n"a-b" = "text_input:key"', "widget-functions names 'a-b'; write functions as"),
    ],
)
def test_values_that_do_not_fit(project: Path, text: str, problem: str) -> None:
    message = _refusal(project, text)

    assert message.startswith("keylint.toml: ")
    assert problem in message


@pytest.mark.parametrize("key", ["exclude", "per-file-ignores"])
def test_lists_of_patterns_that_nobody_writes(project: Path, key: str) -> None:
    def list_of(patterns: list[str]) -> str:
        listed = ", ".join(f"'{each}'" if key == "exclude" else f"'{each}' = []" for each in patterns)
        return f"{key} = [{listed}]" if key == "exclude" else f"{key} = {{{listed}}}"

    patterns = [f"a{number}/**/*b?[c-z]*" for number in range(10_001)]
    message = f"keylint.toml: {key} has 10,001 patterns; 10,000 are the most that are read"
    assert _refusal(project, list_of(patterns)) == message
    message = f"keylint.toml: {key} has patterns of more than 262,144 characters, which are the most that are read"
    assert _refusal(project, list_of([f"{number}{'?' * 300}" for number in range(1000)])) == message


def test_pyproject_with_another_kind_of_table(project: Path) -> None:
    assert _refusal(project, "[tool]\nkeylint = 3", "pyproject.toml") == (
        "pyproject.toml: tool.keylint must be a table, [tool.keylint]"
    )
    (project / "pyproject.toml").write_text("tool = 'keylint'", encoding="utf-8")
    assert _load(project) == Settings(root=project)


@pytest.mark.parametrize(
    ("text", "line"),
    [("jobs = 1\nselect = [\n'a' 'b']", 3), ("jobs = 1\n\ncache = ", 3), ("jobs = 1\njobs = 2", 2), ("x", 1)],
)
def test_broken_toml_names_file_and_line(project: Path, text: str, line: int) -> None:
    assert _refusal(project, text).startswith(f"keylint.toml:{line}: this is not valid TOML: ")


def test_toml_that_is_not_utf8_or_nested_without_end(project: Path) -> None:
    (project / "keylint.toml").write_bytes(b"# fine\n# caf\xe9\n")
    with pytest.raises(ConfigurationError, match=r"^keylint\.toml:2: TOML must be encoded as UTF-8$"):
        _load(project)

    assert _refusal(project, "jobs = " + "[" * 5000) == "keylint.toml is nested too deeply to be read"


def test_toml_with_carriage_returns_alone(project: Path) -> None:
    (project / "keylint.toml").write_bytes(b"jobs = 1\rcache = true\r")
    with pytest.raises(
        ConfigurationError, match=r"^keylint\.toml:1: .*: its lines end with carriage returns alone; save"
    ):
        _load(project)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_pyproject_of_windows_is_not_overlooked(project: Path, encoding: str) -> None:
    (project / "pyproject.toml").write_text("[tool.keylint]\nignore = ['KEY1']\n", encoding=encoding)
    with pytest.raises(ConfigurationError, match=r"^pyproject\.toml:\d: "):
        _load(project)
    (project / "pyproject.toml").write_text("[tool.other]\n", encoding=encoding)
    assert _load(project) == Settings(root=project)


def test_a_number_that_python_does_not_read(project: Path) -> None:
    assert _refusal(project, f"jobs = {'1' * 5000}") == "keylint.toml: a number in it has too many digits"


@pytest.mark.parametrize("key", sorted(key for key in READERS if key != "jobs"))
def test_a_number_that_python_cannot_write(project: Path, key: str) -> None:
    """In hexadecimal it reads one of thousands of digits."""
    assert _refusal(project, f"{key} = 0x{'f' * 4000}").endswith(", not a number as large as that")


def test_byte_order_mark_and_windows_lines(project: Path) -> None:
    (project / "keylint.toml").write_bytes(b"\xef\xbb\xbfjobs = 2\r\ncache = false\r\n")

    assert _load(project) == Settings(root=project, jobs=2, cache=False)


def test_a_broken_pyproject_that_says_nothing_of_keylint_is_not_ours(project: Path) -> None:
    (project / "pyproject.toml").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert _load(project) == Settings(root=project)

    assert _refusal(project, "<<<<<<< HEAD\n[tool.keylint]\n", "pyproject.toml").startswith("pyproject.toml:1: ")


def test_selectors() -> None:
    assert [selector_problem(good, VOCABULARY.codes) for good in ("ALL", "K", "KEY", "KEY1", "KEY101")] == [None] * 5
    for bad in ("", "KEY1010", "all", "X"):
        assert selector_problem(bad, VOCABULARY.codes) is not None


def test_configuration_errors_end_the_run() -> None:
    assert issubclass(ConfigurationError, KeylintError)


@pytest.mark.parametrize(
    "text",
    [
        "jobs = " + "9" * 5000,
        "a." * 60_000 + "b = 1",
        "[" + "a." * 60_000 + "b]",
        "jobs = {x = 1, " + "a . " * 60_000 + "b = 1}",
        "jobs = " + "[" * 9000 + "]" * 9000,
    ],
)
def test_no_configuration_is_too_strange(project: Path, text: str) -> None:
    (project / "keylint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"^keylint\.toml"):
        _load(project)


@pytest.mark.parametrize("text", ["# " + "a." * 600, "exclude = ['" + "0." * 600 + "py']", "jobs = 2 # a" + ".b" * 600])
def test_dots_in_texts_and_comments_are_no_keys(project: Path, text: str) -> None:
    (project / "keylint.toml").write_text(text, encoding="utf-8")
    assert _load(project).root == project


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".toml").write_text(text, encoding="utf-8")


def test_what_is_extended_counts_where_the_file_itself_says_nothing(project: Path) -> None:
    _write(project, base='jobs = 2\nselect = ["KEY1"]', middle='extend = "base.toml"\njobs = 3\nexclude = ["old/"]')
    _write(project, one__keylint='extend = "../middle.toml"\nexclude = ["new/"]')

    settings = _load(project / "one")

    assert settings == Settings(root=project / "one", jobs=3, select=("KEY1",), exclude=("new/",))
    origins = {name: str(origin) for name, origin in settings.origins.items()}
    assert origins == {"jobs": "middle.toml:2", "select": "base.toml:2", "exclude": "one/keylint.toml:2"}


def test_a_pyproject_can_extend_and_be_extended(project: Path) -> None:
    _write(
        project,
        pyproject="[project]\njobs = 9\n[tool.keylint]\njobs = 2\n[tool.keylint.per-file-ignores]\na=['KEY101']",
    )
    _write(project, one__pyproject='[tool.keylint]\nextend = "../pyproject.toml"')

    settings = _load(project / "one")

    assert settings == Settings(root=project / "one", jobs=2, per_file_ignores={"a": ("KEY101",)})
    assert [str(origin) for origin in settings.origins.values()] == ["pyproject.toml:4", "pyproject.toml:5"]


def test_what_names_files_of_its_folder_is_not_inherited(project: Path) -> None:
    _write(project, base='baseline = "known.jsonl"\nentrypoints = ["app.py"]\njobs = 2', keylint='extend = "base.toml"')

    assert _load(project) == Settings(root=project, jobs=2)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"keylint": 'extend = "keylint.toml"'},
            "keylint.toml: extend goes round in a circle: keylint.toml → keylint.toml",
        ),
        (
            {"keylint": 'extend = "a.toml"', "a": 'extend = "b.toml"', "b": 'extend = "a.toml"'},
            "b.toml: extend goes round in a circle: a.toml → b.toml → a.toml",
        ),
        ({"keylint": 'extend = "../none.toml"'}, "none.toml, which does not exist; the path is relative to the file"),
        (
            {"keylint": 'extend = "pyproject.toml"', "pyproject": ""},
            "pyproject.toml, which has no table [tool.keylint]",
        ),
        ({"keylint": 'extend = "."'}, "project cannot be read: Is a directory"),
        ({"keylint": 'extend = ["a.toml"]'}, "keylint.toml: extend must be the path of one file in quotes"),
        ({"keylint": 'extend = "a.toml"', "a": "jobs = 0"}, "a.toml: jobs must be a whole number from 1"),
        (
            {"keylint": 'extend = "a.toml"', "a": "job = 2"},
            "a.toml: keylint has no setting 'job'; the nearest is 'jobs'",
        ),
        ({"keylint": 'extends = "a.toml"'}, "keylint.toml: keylint has no setting 'extends'; the nearest is 'extend'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_extended(project: Path, files: dict[str, str], expected: str) -> None:
    _write(project, **files)
    with pytest.raises(ConfigurationError) as refusal:
        _load(project)
    assert expected in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_of_two_configurations_in_one_folder_it_is_said_which_counts(project: Path) -> None:
    said: list[str] = []

    def load() -> list[str]:
        said.clear()
        load_settings(project, None, False, VOCABULARY, said.append)
        return said

    _write(project, keylint="jobs = 2", pyproject="[project]\nname = 'keylint-user'")
    assert load() == []
    _write(project, pyproject="[tool.keylint]\njobs = 2")
    (notice,) = load()
    assert notice.startswith("pyproject.toml: its [tool.keylint] does not count, because keylint.toml beside it does")
    _write(project, pyproject="[tool.keylint\n")  # that is said by all who read it
    assert load() == []
