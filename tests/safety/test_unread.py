"""What the system does not let anybody read is said, by every command, and is never taken for nothing."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint as program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

APP = """\
import streamlit as st
if "n" in st.session_state:
    st.session_state.n = st.session_state.n
if st.toggle("S", key="s"):
    st.text_input("N", key="n")
st.write(st.session_state.get("n"))
"""
PAGE = "import streamlit as st\nst.write(st.session_state.get('n'))\n"
DENIED = os.strerror(errno.EACCES)
COMMANDS = [("migrate",), ("map",), ("check", "--upgrade-from", "1.30"), ("check", "--diff", "--unsafe-fixes")]
LISTED = [("migrate",), ("map",), ("check", "--upgrade-from", "1.30")]


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "pages" / "1_more.py").write_text(PAGE)
    (tmp_path / "requirements.txt").write_text("streamlit>=1.67\n")
    return tmp_path


@pytest.fixture
def close(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a file or folder unreadable, also for an administrator, whom its mode would not stop."""
    closed: set[str] = set()

    def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            if not isinstance(path, int) and os.path.realpath(path) in closed:
                raise PermissionError(errno.EACCES, DENIED, os.fspath(path))
            return function(path, *arguments, **options)

        return refuse

    for name in ("open", "listdir", "scandir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    return lambda name: closed.add(os.path.realpath(tree / name))


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(program, [*arguments], prog_name="keylint")
    assert "internal error" not in done.stderr
    return done


@pytest.mark.parametrize("name", ["app.py", "pages/1_more.py", "pages"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_which_source_it_could_not_read(
    close: Callable[[str], None], name: str, command: tuple[str, ...]
) -> None:
    assert run(*command).exit_code in (0, 1)
    close(name)
    for cache in ((), (), ("--no-cache",)):
        done = run(*command, *cache)
        assert done.exit_code == 2
        assert done.stderr == f"keylint: {name}:1: this cannot be read: {DENIED} (KEY900)\n"


@pytest.mark.parametrize("command", LISTED)
def test_json_lists_it(close: Callable[[str], None], command: tuple[str, ...]) -> None:
    command = (*command, "--output-format", "json")
    assert json.loads(run(*command).stdout)["unread"] == []
    close("pages")
    unread = {"path": "pages", "line": 1, "reason": f"this cannot be read: {DENIED}"}
    assert json.loads(run(*command).stdout)["unread"] == [unread]


@pytest.mark.parametrize("command", COMMANDS)
def test_so_is_what_cannot_be_parsed(tree: Path, command: tuple[str, ...]) -> None:
    (tree / "pages" / "1_more.py").write_text(f"{PAGE}def (:\n")
    done = run(*command)
    assert done.exit_code == 2
    assert done.stderr.startswith("keylint: pages/1_more.py:3: this file ")
    (tree / "keylint.toml").write_text('ignore = ["KEY900"]\n')
    said = "There is nothing to fix.\n" if "--diff" in command else ""
    assert (run(*command).stderr, run(*command).exit_code == 2) == (said, False)
    (tree / "keylint.toml").write_text('per-file-ignores = {"pages/" = ["KEY900"]}\n')
    assert (run(*command).stderr, run(*command).exit_code == 2) == (said, False)


@pytest.mark.parametrize("command", [("check",), *COMMANDS])
def test_pages_that_cannot_be_listed_are_missed_beside_a_given_entrypoint(
    close: Callable[[str], None], command: tuple[str, ...]
) -> None:
    close("pages")
    done = run(*command, "app.py")
    said = done.stdout if command == ("check",) else done.stderr
    assert f"this cannot be read: {DENIED}" in said
    assert done.exit_code == (1 if command == ("check",) else 2)


NEEDING = {
    "import": "import views.more\n",
    "from": "from views import more\n",
    "page": 'import streamlit as st\nst.navigation([st.Page("views/more.py")]).run()\n',
}


@pytest.mark.parametrize("source", NEEDING.values(), ids=NEEDING)
def test_a_folder_that_a_given_file_needs_is_missed(tree: Path, close: Callable[[str], None], source: str) -> None:
    (tree / "views").mkdir()
    (tree / "views" / "more.py").write_text(PAGE)
    (tree / "start.py").write_text("import streamlit as st\nst.write(1)\n" + source)
    assert run("check", "start.py").exit_code == 0
    close("views")
    for _ in range(2):  # the second report comes from the cache
        done = run("check", "start.py")
        assert done.exit_code == 1
        assert f"this cannot be read: {DENIED}" in done.stdout


def test_one_that_it_does_not_need_is_not(tree: Path, close: Callable[[str], None]) -> None:
    (tree / "views").mkdir()
    (tree / "start.py").write_text("import streamlit as st\nst.write(1)\n")
    close("views")
    assert run("check", "start.py").exit_code == 0


@pytest.mark.parametrize("name", ["requirements.txt", ".gitignore", ".git/info/exclude", ".venv/lib"])
def test_what_a_project_says_is_not_denied(tree: Path, close: Callable[[str], None], name: str) -> None:
    file = tree / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    (tree / "requirements.txt").write_text("streamlit>=1.67\n" if name != ".venv/lib" else "")
    assert "Everything was resolved." in run("check", "--show-unknowns").stdout
    close(name)
    for _ in range(2):  # the second report comes from the cache
        said = run("check", "--show-unknowns").stdout
        assert f"  {name}:1 cannot be read: {DENIED}\n" in said
        assert "because nothing says" not in said
    assert f"\n{name} cannot be read: {DENIED}.\n" in run("map").stdout
    left_out = {"path": name, "line": 1, "reason": f"cannot be read: {DENIED}"}
    assert left_out in json.loads(run("map", "--output-format", "json").stdout)["left_out"]


def test_what_can_be_read_again_is(tree: Path) -> None:
    (tree / "requirements.txt").unlink()
    (tree / "requirements.txt").symlink_to("requirements.txt")
    assert "requirements.txt:1 cannot be read: " in run("check", "--show-unknowns").stdout
    (tree / "requirements.txt").unlink()
    assert "requirements.txt:1" not in run("check", "--show-unknowns").stdout


def test_links_that_cannot_be_followed(tree: Path) -> None:
    (tree / "more").mkdir()
    for name, target in (("loop.py", "loop.py"), ("more/gone.py", "nowhere"), ("pages/2_gone.py", "nowhere")):
        (tree / name).symlink_to(target)
    done = run("check", "--show-unknowns")
    assert f"loop.py:1:1 KEY900[error] this cannot be read: {os.strerror(errno.ELOOP)}\n" in done.stdout
    assert f"pages/2_gone.py:1:1 KEY900[error] this cannot be read: {os.strerror(errno.ENOENT)}\n" in done.stdout
    assert "  more/gone.py:1 is a link that leads nowhere, so it was not read\n" in done.stdout
    assert "more/gone.py:1:1" not in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="links and modes are those of other systems")
def test_a_link_that_may_lead_to_a_folder_of_pages(tree: Path) -> None:
    for name, target in (("views", "views"), ("data.csv", "data.csv"), ("gone", "nowhere"), ("start", "app.py")):
        (tree / name).symlink_to(target)
    said = run("check", "--show-unknowns").stdout
    assert f"  views:1 cannot be read: {os.strerror(errno.ELOOP)}\n" in said
    assert not any(f"  {name}:1 " in said for name in ("data.csv", "gone", "start"))


@pytest.mark.skipif(os.name == "nt", reason="the links are those of other systems")
def test_what_is_near_and_no_module_is_no_error(tree: Path) -> None:
    (tree / "app.py").write_text(f"import importlib\nimportlib.import_module(name)\n{APP}")
    for name, target in (("up", "."), ("loop", "loop")):
        (tree / name).symlink_to(target)
    (tree / "views.py").mkdir()
    for given in ("app.py", "."):
        done = run("check", "--show-unknowns", given)
        assert "KEY900" not in done.stdout
        assert "up:1" not in done.stdout
