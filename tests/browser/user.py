"""A user in front of an app: changes widgets, clicks, goes to pages, and reads what is displayed.

The app tells two things about itself. `st.text(f"run {n}")`, with a number that grows with each run, is how this module
knows that a run has begun; `st.text(f"{key}: {value!r}")` is how it reads session state.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 10
_QUIET_SECONDS = 0.1
# How long a key is held. At once after each other, Streamlit 1.40 loses what is typed, whatever the app does.
_KEY_MILLISECONDS = 80
_WIDGETS = ("stTextInput", "stTextArea", "stNumberInput", "stCheckbox", "stRadio", "stSelectbox", "stSlider")

# The number of the run, whether it is over, and whether elements of an earlier run are left.
_STATE = """() => {
    const app = document.querySelector('[data-testid="stApp"], .stApp');
    // Old releases have no attribute for it, but something that turns while the script runs.
    const working = document.querySelector('[data-testid="stStatusWidget"]') ? "running" : "notRunning";
    const texts = [...document.querySelectorAll('[data-testid="stText"]')].map(node => node.textContent.trim());
    const runs = texts.filter(text => /^run \\d+$/.test(text)).map(text => Number(text.slice(4)));
    return {
        run: Math.max(0, ...runs),
        idle: app !== null && (app.dataset.testScriptState ?? working) === "notRunning"
            && document.querySelector('[data-stale="true"]') === null
            && document.querySelector('[data-testid="stSkeleton"]') === null,
        texts: texts.join("\\n"),
    };
}"""


class User:
    """What one user does on `page`, a Playwright Page. Methods wait until the app has come to rest."""

    def __init__(self, page: Any, url: str) -> None:
        self.complaints: list[str] = []  # each exception, error and warning that was displayed after a step
        self._page = page
        page.set_default_timeout(_SECONDS * 1000)
        page.goto(url)
        self.settle(after=0)

    def set(self, label: str, value: Any, *, reruns: bool = True) -> None:
        """Gives the widget another value; `reruns` is false for one in a form, which is only sent with the form."""
        widget = self._widget(label)
        if widget.get_attribute("data-testid") == "stSlider":
            self._slide(widget, int(value), reruns=reruns)
        else:
            self._do(lambda: self._enter(widget, value, commits=reruns), reruns=reruns)

    def append(self, label: str, *pieces: str) -> None:
        """Types the pieces behind the text of an input, one right after the other, with Enter after each."""
        self._do(lambda: self._append(self._input(self._widget(label)), pieces))

    def click(self, label: str) -> None:
        """Clicks a button or a form's submit button."""
        self._do(lambda: self._page.get_by_role("button", name=label, exact=True).click())

    def go_to(self, title: str) -> None:
        """Clicks a page's link in the sidebar."""
        links = self._page.locator('[data-testid="stSidebarNavLink"]')
        self._do(lambda: links.filter(has_text=_exactly(title)).click())

    def link(self, label: str) -> None:
        """Clicks a `st.page_link`."""
        self._do(
            lambda: self._page.locator('[data-testid="stPageLink"]', has_text=_exactly(label)).locator("a").click()
        )

    def shown(self, label: str) -> Any:
        """The value that the widget displays; None when there is no such widget."""
        widget = self._widget(label)
        if widget.count() == 0:
            return None
        match widget.get_attribute("data-testid"):
            case "stNumberInput":
                return float(self._input(widget).input_value())
            case "stTextInput" | "stTextArea":
                return self._input(widget).input_value()
            case "stCheckbox":
                return widget.locator("input").is_checked()
            case "stRadio":
                return widget.locator("label", has=self._page.locator("input:checked")).inner_text().strip()
            case "stSelectbox":
                written = widget.locator("input").input_value()
                return written or widget.locator('[data-baseweb="select"]').inner_text().strip()
            case _:
                return _level(widget)

    def exceptions(self) -> int:
        """How many exceptions the app displays."""
        return int(self._page.locator('[data-testid="stException"]').count())

    def probed(self, key: str) -> str | None:
        """What the app has printed of `key`, a repr; None when it has printed nothing."""
        lines = self._page.evaluate(_STATE)["texts"].split("\n")
        return next((line.removeprefix(f"{key}: ") for line in lines if line.startswith(f"{key}: ")), None)

    def settle(self, *, after: int | None = None) -> None:
        """Waits until a run later than number `after` is over and nothing changes for a moment.

        Raises TimeoutError.
        """
        end = time.monotonic() + _SECONDS
        quiet_since, before = time.monotonic(), None
        while time.monotonic() < end:
            state = self._page.evaluate(_STATE)
            now = time.monotonic()
            if state != before or not state["idle"] or (after is not None and state["run"] <= after):
                quiet_since, before = now, state
            elif now - quiet_since >= _QUIET_SECONDS:
                return
            self._page.wait_for_timeout(30)
        raise TimeoutError(f"the app has not come to rest after run {after}: {before}")

    @property
    def page(self) -> Any:
        """The page in the browser, for what this class has no word for."""
        return self._page

    def do(self, action: Callable[[], object]) -> None:
        """Does something that has the app run again."""
        self._do(action)

    def _do(self, action: Callable[[], object], *, reruns: bool = True) -> None:
        run = self._page.evaluate(_STATE)["run"]
        action()
        self.settle(after=run if reruns else None)
        boxes = self._page.locator('[data-testid="stException"], [data-testid="stAlert"]')
        self.complaints += [text.strip() for text in boxes.all_inner_texts()]

    def _widget(self, label: str) -> Any:
        kinds = ", ".join(f'[data-testid="{kind}"]' for kind in _WIDGETS)
        titles = self._page.locator('[data-testid="stWidgetLabel"]', has_text=_exactly(label))
        return self._page.locator(kinds).filter(has=titles)

    def _input(self, widget: Any) -> Any:
        return widget.locator("input, textarea")

    def _append(self, box: Any, pieces: tuple[str, ...]) -> None:
        box.press("End")
        for piece in pieces:
            box.press_sequentially(piece, delay=_KEY_MILLISECONDS)
            box.press("Enter", delay=_KEY_MILLISECONDS)

    def _slide(self, slider: Any, level: int, *, reruns: bool) -> None:
        """Moves it upwards, one step and one run after the other: where the machine is busy, the second of two presses
        at once is lost, whatever the app does."""
        thumb = slider.get_by_role("slider")
        for _ in range(level - int(_level(slider))):
            self._do(lambda: thumb.press("ArrowRight", delay=_KEY_MILLISECONDS), reruns=reruns)

    def _enter(self, widget: Any, value: Any, *, commits: bool) -> None:
        match widget.get_attribute("data-testid"):
            case "stTextInput" | "stNumberInput":
                self._input(widget).fill(str(value))
                self._input(widget).press("Enter" if commits else "Tab")
            case "stTextArea":
                self._input(widget).fill(str(value))
                self._input(widget).press("Control+Enter" if commits else "Tab")
            case "stCheckbox":
                widget.locator("label").click()
            case "stRadio":
                widget.locator("label", has_text=_exactly(value)).last.click()
            case "stSelectbox":
                widget.locator("input").click()
                self._page.get_by_role("option", name=str(value), exact=True).click()
            case kind:
                raise AssertionError(f"nothing enters a value into {kind}")


def _level(slider: Any) -> float:
    return float(slider.locator('[data-testid="stSliderThumbValue"]').inner_text())


def _exactly(text: object) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(str(text))}\s*$")
