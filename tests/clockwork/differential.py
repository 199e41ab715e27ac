"""Plays random micro-apps on the installed Streamlit and on the clockwork, and compares what they read and show.

    python -m tests.clockwork.differential [--seed N] [--count N]

Prints one line of figures, and every app on which the two differ; then the exit status is 1.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit

from keylint.clockwork import Leave, opened
from keylint.streamlit.versions import parse_version
from tests.clockwork import recorder
from tests.clockwork.generator import generate, random_act
from tests.clockwork.language import Changes, Choose, Click, Edit, GoTo, Rerun
from tests.clockwork.playing import play
from tests.clockwork.source import file_of, files
from tests.runtime.driver import App, open_app

if TYPE_CHECKING:
    from keylint.streamlit.versions import Version
    from tests.clockwork.language import Act, MicroApp
    from tests.clockwork.playing import Played

_ACTS = 7


@dataclass(frozen=True)
class Difference:
    """`acts` from opening the app to the one after which Streamlit and the clockwork differ."""

    app: MicroApp
    acts: tuple[Act | None, ...]
    streamlit: object
    clockwork: object


@dataclass
class Tally:
    apps: int = 0
    acts: int = 0
    runs: int = 0
    differences: list[Difference] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def compare(count: int, seed: int, version: Version, folder: Path) -> Tally:
    """Plays `count` random apps with `_ACTS` acts each. An act that the driver cannot play ends its app."""
    tally = Tally()
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        app = generate(chance, version)
        tally.apps += 1
        home = folder / str(number)
        for path, source in files(app).items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_text(source, encoding="utf-8")
        _compare_app(app, chance, version, home, tally)
    return tally


def _compare_app(app: MicroApp, chance: random.Random, version: Version, home: Path, tally: Tally) -> None:
    recorder.world.clear()
    recorder.world.update(app.start)
    recorder.clicks.clear()
    recorder.clicks.update({n: v.values[0] for n, v in app.variables.items() if v.changes is Changes.CLICK})
    recorder.expect_act()
    played = play(app, opened(version, app.first_page), app.start, None)
    acts: list[Act | None] = [None]
    with open_app(home, "app.py") as driven:
        while True:
            tally.acts += 1
            tally.runs += len(played.runs)
            seen, wanted = _seen(driven, played), expected(played)
            if seen != wanted:
                tally.differences.append(Difference(app, tuple(acts), seen, wanted))
                return
            if len(acts) > _ACTS:
                return
            act = random_act(chance, app, played.session, played.world, len(acts))
            acts.append(act)
            recorder.expect_act()
            try:
                _act(driven, app, act)
            except Exception as error:
                frame = traceback.extract_tb(error.__traceback__)[-1]
                tally.left_out[f"{type(act).__name__}: {type(error).__name__} {error} ({frame.name})"[:150]] += 1
                return
            played = play(app, played.session, played.world, act)
            recorder.world.update(recorder.clicks)


def _act(driven: App, app: MicroApp, act: Act) -> None:
    match act:
        case Rerun():
            driven.play(("rerun",))
        case Choose(variable, value):
            recorder.world[variable] = value
            driven.play(("rerun",))
        case Edit(site, value):
            driven.play(("set", site, value))
        case Click(site):
            driven.play(("click", site))
        case GoTo(page):
            driven.play(("goto", file_of(app, page)))


def _seen(driven: App, played: Played) -> dict[str, Any]:
    raised = bool(played.runs) and bool(driven.exceptions)  # a draft runs nothing
    shown = {site: driven.displayed(site) for site in driven.labels}
    return {"events": list(recorder.events), "shown": shown, "raised": raised}


def expected(played: Played) -> dict[str, Any]:
    """What the clockwork says of an act: events, values on the screen, whether an exception is shown."""
    events: list[tuple[str, str, object]] = []
    for run in played.runs:
        events.append(("page", run.page, ""))
        events += [(event.kind, event.name, event.value) for event in run.events]
    raised = bool(played.runs) and played.runs[-1].leave is Leave.EXCEPTION
    return {"events": events, "shown": dict(played.shown), "raised": raised}


def report(difference: Difference) -> str:
    return report_of(difference.app, difference.acts, difference.streamlit, difference.clockwork)


def report_of(app: MicroApp, acts: tuple[Act | None, ...], seen: object, wanted: object) -> str:
    """What a reader needs to see where the two differ: the acts, both sides, and the app."""
    sources = "\n".join(f"# {path}\n{source}" for path, source in files(app).items())
    return f"{acts}\nStreamlit: {seen}\nclockwork: {wanted}\n{sources}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=400)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    streamlit.set_option("logger.enableRich", False)  # else each exception of an app is printed
    sys.modules["recorder"] = recorder
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tally = compare(options.count, options.seed, parse_version(streamlit.__version__), Path(folder))
    seconds = time.perf_counter() - start
    left_out = sum(tally.left_out.values())
    print(
        f"Streamlit {streamlit.__version__}: {tally.apps} apps, {tally.acts} acts, {tally.runs} runs, "
        f"{len(tally.differences)} differ, {left_out} ended early ({left_out / tally.apps:.1%}), {seconds:.0f} s"
    )
    for reason, times in tally.left_out.most_common():
        print(f"  {times} × {reason}")
    for difference in tally.differences[:5]:
        print(report(difference))
    return 1 if tally.differences else 0


if __name__ == "__main__":
    sys.exit(main())
