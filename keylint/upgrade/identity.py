"""Parameters that made a keyed widget another one, and no longer do: from some version on its key alone counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from, is_keep_alive, is_seed
from keylint.findings import Severity
from keylint.rules.inputs import takes_input
from keylint.run.keys import Key
from keylint.run.values import Known, Origin
from keylint.streamlit.commands import command_at
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, StateWrite
    from keylint.run.values import OriginKind
    from keylint.streamlit.data import CommandKind
    from keylint.streamlit.versions import Version
    from keylint.upgrade.change import Upgrade

    Changing = Mapping[str, frozenset[Origin]]

# Of editors the values of the table count for less than its columns: see editors.py.
_WITH_VALUE: frozenset[CommandKind] = frozenset({"value", "file", "selection"})
# What the user does, or what is another one on every run, changes a parameter while the app is used.
_CHANGING: frozenset[OriginKind] = frozenset({"widget", "trigger", "component", "container", "upload", "unstable"})
_MOST_NAMES = 4


def identity_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each keyed widget and version in which a parameter that can change loses or gains its effect."""
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.key is None or draw.key.is_unknown or draw.kind not in _WITH_VALUE or not takes_input(draw):
                continue
            # In the order of the call, so that the message reads like it.
            changing = {name: found for name in draw.parameters if (found := what_changes(keymap, page, draw, name))}
            for before, since in upgrade.steps() if changing else ():
                yield from _at(draw, changing, before, since)


def _at(draw: Draw, changing: Changing, before: Version, since: Version) -> Iterator[Change]:
    older, newer = command_at(draw.command, before), command_at(draw.command, since)
    if older is None or newer is None:
        return
    freed = [name for name in changing if older.identifies(name) and not newer.identifies(name)]
    gained = [name for name in changing if newer.identifies(name) and not older.identifies(name)]
    kept = [name for name in changing if newer.identifies(name)]
    called = f"'{draw.key.text}'" if draw.key is not None else f"this {draw.command}"
    still = f"; {_listed(kept)} still {'resets' if len(kept) == 1 else 'reset'} it" if kept else ""
    initial = newer.initial_parameter
    if initial is not None and initial in freed:
        also = (
            f", nor starts anew when {_listed(others)} {_verb(others)}" if (others := _without(freed, initial)) else ""
        )
        message = f"{called} no longer follows a changed {initial}={also}: once shown, it keeps its value{still}"
        advice = f"where it should follow, assign {_assigned(draw)} before the widget or in a callback; else nothing"
        # A choice that the new options do not have is lost on every version.
        resetting = {*kept, newer.options_parameter}
        covered = any(changing[initial] <= changing.get(name, frozenset()) for name in resetting if name is not None)
        yield _change(draw, since, Severity.INFO if covered else Severity.WARNING, message, advice)
    elif freed:
        message = f"{called} keeps its value when its {_listed(freed)} {_verb(freed)}; before, it starts anew{still}"
        advice = "nothing, unless the new start is wanted: then put what decides into the key"
        yield _change(draw, since, Severity.INFO, message, advice)
    if gained:
        message = f"{called} starts anew when its {_listed(gained)} {_verb(gained)}; before, it keeps its value"
        yield _change(draw, since, Severity.WARNING, message, "keep what must not be lost under another key")


def _change(draw: Draw, since: Version, severity: Severity, message: str, advice: str) -> Change:
    key = draw.key.text if draw.key is not None else None
    return Change(since, "identity", severity, draw.site, key, draw.command, message, advice)


def _without(names: list[str], left_out: str) -> list[str]:
    return [name for name in names if name != left_out]


def what_changes(keymap: KeyMap, page: PageRun, draw: Draw, name: str) -> frozenset[Origin]:
    """What makes the app pass another value of the parameter while the widget is there: the user, or the app.

    Not what follows the widget itself, as in the pattern that keeps its value under a second key.
    """
    if isinstance(draw.parameters[name], Known):
        return frozenset()
    return frozenset(
        origin
        for origin in draw.parameter_origins.get(name, ())
        if not _is_own(origin.detail, draw)
        and (
            origin.kind in _CHANGING
            or (
                origin.kind == "state"
                and isinstance(origin.detail, Key)
                and _is_written(keymap, page, origin.detail, draw)
            )
        )
    )


def _is_own(detail: object, draw: Draw) -> bool:
    return isinstance(detail, Key) and draw.key is not None and detail.text == draw.key.text


def _is_written(keymap: KeyMap, page: PageRun, key: Key, draw: Draw) -> bool:
    """Whether, on the widget's page, another widget owns the key, or something gives it another value than its first
    and than the widget's own. What other pages do to it the widget sees when it is drawn anew."""

    def counts(other: PageRun) -> bool:
        return other is page or draw.context.in_frame

    return any(counts(widget.page) for widget in keymap.widgets_of(key.text)) or any(
        counts(other) and not _is_first_value(keymap, write) and not _is_save(draw, callback, write)
        for other, callback, write in keymap.writes.get(key.text, ())
    )


def _is_first_value(keymap: KeyMap, write: StateWrite) -> bool:
    """Whether it is made only where there is no value yet."""
    if is_seed(keymap, write) or is_keep_alive(write):
        return True
    with_value = write.condition
    for atom in keymap.hider.atoms(with_value):
        if atom.origins == {Origin("state", write.key)} and atom.constant is None:
            with_value = keymap.conditions.restrict(with_value, atom, atom.predicate != "equals")
    return not keymap.possible(with_value)


def _is_save(draw: Draw, callback: CallbackRun | None, write: StateWrite) -> bool:
    """Whether it writes the widget's own value, or its own callback does it."""
    own = draw.key.text if draw.key is not None else ""
    if callback is not None and any(wired.key == draw.key for wired in callback.draws):
        return True
    return any(comes_from(origin, own) for origin in write.value_origins)


def _assigned(draw: Draw) -> str:
    constant = draw.key.constant if draw.key is not None else None
    return f'st.session_state["{constant}"]' if constant else "its key in st.session_state"


def _listed(names: list[str]) -> str:
    shown = [f"{name}=" for name in names[:_MOST_NAMES]]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _verb(names: list[str]) -> str:
    return "changes" if len(names) == 1 else "change"
