"""What forbids keeping a value, whatever the way: a reason as a clause, for the message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.app.identity import KIND, difference_of
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw


_CONFIRMS = re.compile(r"(?i)(?<![a-z])confirm")


def draws_of(keymap: KeyMap, key: str) -> tuple[tuple[PageRun, Draw], ...]:
    """Every draw of a key, with its page."""
    return tuple((widget.page, draw) for widget in keymap.widgets_of(key) for draw in widget.draws)


def obstacle(keymap: KeyMap, key: str) -> str | None:
    """Why the value of a key must not be kept by a repair; None when nothing speaks against it."""
    return _of_key(keymap, key) or _of_shared_calls(keymap, key)


def _of_key(keymap: KeyMap, key: str) -> str | None:
    draws = [draw for _, draw in draws_of(keymap, key)]
    if not draws or any(draw.key is None or draw.key.is_unknown for draw in draws):
        return "the key is known only when the app runs"
    if any(draw.key is not None and draw.key.constant is None for draw in draws):
        return "the key is an f-string or the like"
    if any(draw.spreads for draw in draws):
        return "the widget is given arguments that cannot be seen"
    if any(command_at(draw.command, keymap.versions.newest) is None for draw in draws):
        return "the widget is not one of Streamlit's own"
    if any(draw.kind == "selection" for draw in draws):
        return "what is selected there is to be copied: no parameter keeps it"
    if _CONFIRMS.search(key):
        return "its name says that it confirms something, which is to be confirmed anew each time"
    first = draws[0]
    for draw in draws[1:]:
        difference = difference_of(keymap, first, draw)
        if difference is not None:
            place = f"{draw.site.path}:{draw.site.span.line}"
            what = "another widget" if difference == KIND else f"a widget with {difference}"
            return f"'{key}' also belongs to {what} ({place}), which would get the value"
    deleted = next(iter(keymap.events_of(keymap.deletes, first.key)), None) if first.key is not None else None
    if deleted is not None:
        place = f"{deleted[2].location.path}:{deleted[2].location.span.line}"
        return f"the app deletes '{key}' ({place}), so it may want the value to go"
    return None


def _of_shared_calls(keymap: KeyMap, key: str) -> str | None:
    """A call in a helper that draws other keys too is changed for all of them."""
    for other in sharing_calls(keymap, key):
        reason = _of_key(keymap, other)
        if reason is not None:
            return f"the same call has the key '{other}' too, and {reason}"
    return None


def sharing_calls(keymap: KeyMap, key: str) -> tuple[str, ...]:
    """The other keys that the widget calls of `key` draw."""
    found = {other: None for _, draw in draws_of(keymap, key) for other in keymap.keys_drawn_at(draw.location)}
    return tuple(other for other in found if other != key)
