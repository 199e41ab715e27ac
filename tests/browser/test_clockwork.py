"""Random micro-apps read and show in Chromium what the clockwork says, also what streamlit.testing cannot play:
fragments that run by themselves, pages on 1.28, and what a browser holds behind `st.stop()`.
"""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from keylint.clockwork import opened
from keylint.streamlit.versions import parse_version
from scripts.streamlit_versions import NEWEST, interpreter
from tests.browser import recorder
from tests.browser.conftest import unavailable
from tests.browser.server import serve
from tests.browser.user import User
from tests.clockwork.differential import expected, report_of
from tests.clockwork.generator import generate, random_act
from tests.clockwork.language import (
    Changes,
    Choose,
    Click,
    Edit,
    GoTo,
    MicroApp,
    Rerun,
    draw,
    keep_alive,
    read,
    write,
)
from tests.clockwork.micro_apps import EDIT, TABLE, VIEW
from tests.clockwork.playing import on_screen, play
from tests.clockwork.source import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clockwork.language import Act
    from tests.clockwork.playing import Played

VERSIONS = ("1.28.2", "1.40.2", "1.59.2", NEWEST)
APPS = 10
ACTS = 7

pytestmark = pytest.mark.browser


class Browser:
    """A micro-app in a server of its own, and its user."""

    def __init__(self, app: MicroApp, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._acts = 0
        self._user: User | None = None
        for path, source in files(app).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(source, encoding="utf-8")
        (folder / "recorder.py").write_text(Path(recorder.__file__).read_text(encoding="utf-8"), encoding="utf-8")
        self.expect(app.start)

    def open(self, page: Any, url: str) -> None:
        self._user = User(page, url)

    def expect(self, world: dict[str, str]) -> None:
        """The next act meets these variables."""
        clicks = {n: v.values[0] for n, v in self._app.variables.items() if v.changes is Changes.CLICK}
        act = {"number": self._acts, "world": world, "clicks": clicks}
        (self._folder / "act.json").write_text(json.dumps(act), encoding="utf-8")
        (self._folder / "events.jsonl").write_text("", encoding="utf-8")
        self._acts += 1

    def act(self, act: Act, played: Played) -> None:
        assert self._user is not None
        self.expect({**played.world, **({act.variable: act.value} if isinstance(act, Choose) else {})})
        match act:
            case Rerun() | Choose():
                self._user.click("Again")
            case Edit(site, value):
                in_form = on_screen(played.session)[site].form is not None
                self._user.set(site, value, reruns=not in_form)
            case Click(site):
                self._user.click(site)
            case GoTo(page):
                first = "A" if self._app.frame is not None else "app"
                self._user.go_to(first if page == self._app.first_page else page)

    def seen(self, played: Played) -> dict[str, Any]:
        assert self._user is not None
        lines = (self._folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
        events = [tuple(json.loads(line)[1:]) for line in lines]
        shown = {site: value for site in played.shown if (value := self._user.shown(site)) is not None}
        return {"events": events, "shown": shown, "raised": bool(played.runs) and self._user.exceptions() > 0}


@pytest.mark.parametrize("number", range(APPS))
@pytest.mark.parametrize("version", VERSIONS)
def test_chromium_reads_and_shows_what_the_clockwork_says(
    browser: Any, tmp_path: Path, version: str, number: int
) -> None:
    chance = random.Random(f"{version}-{number}")
    app = generate(chance, parse_version(version), in_browser=True)

    def choose(played: Played, count: int) -> Act | None:
        return random_act(chance, app, played.session, played.world, count) if count <= ACTS else None

    compare(browser, tmp_path, version, app, choose)


# `u` comes back to the screen after `w`, at its default, which the server does not know: the next run finds both changed.
BOTH_CHANGED = MicroApp(
    {
        "A": (
            read("last", "last"),
            keep_alive("u", when=TABLE),
            draw("u", "u", callback=(write("last", "u"),), when=EDIT),
            draw("w", "w", callback=(write("last", "w"),)),
        )
    },
    VIEW,
)


@pytest.mark.parametrize("version", ["1.40.2", "1.59.2"])
def test_callbacks_are_called_in_the_order_in_which_widgets_came_to_the_screen(
    browser: Any, tmp_path: Path, version: str
) -> None:
    acts = (Edit("u", "1"), Choose("view", "Table"), Rerun(), Choose("view", "Edit"), Edit("w", "2"))
    played = compare(
        browser, tmp_path, version, BOTH_CHANGED, lambda _, count: acts[count - 1] if count <= len(acts) else None
    )
    assert ("read", "last", "u") in expected(played)["events"]


def compare(
    browser: Any, tmp_path: Path, version: str, app: MicroApp, choose: Callable[[Played, int], Act | None]
) -> Played:
    """Plays the acts that `choose` gives, until it gives None; returns what the last came to."""
    python = interpreter(version)
    if not python.exists():
        unavailable(f"no Streamlit {version}: python scripts/streamlit_versions.py")
    folder = tmp_path / "app"
    folder.mkdir()
    running = Browser(app, folder)
    played = play(app, opened(parse_version(version), app.first_page), app.start, None)
    acts: list[Act | None] = [None]
    with serve(python, folder, "app.py") as server, contextlib.closing(browser.new_context()) as context:
        running.open(context.new_page(), server.url)
        while True:
            seen, wanted = running.seen(played), expected(played)
            assert seen == wanted, report_of(app, tuple(acts), seen, wanted)
            act = choose(played, len(acts))
            if act is None:
                return played
            acts.append(act)
            running.act(act, played)
            played = play(app, played.session, played.world, act)
