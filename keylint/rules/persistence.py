"""Calls that are given `persist_state` or `bind`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from keylint.rules.describe import route_of
from keylint.streamlit.commands import command_at, first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.repairs import Refusal, Repair
    from keylint.rules.base import Rule
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

    Parameter = Literal["persist_state", "bind"]

VALUES: Mapping[Parameter, tuple[str, ...]] = {"persist_state": ("page", "session"), "bind": ("query-params",)}


def persisting_draws(keymap: KeyMap) -> Iterator[tuple[PageRun, Draw, Parameter]]:
    """Every draw that some page makes with one of the parameters, once for each."""
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            for parameter in VALUES:
                if parameter in draw.parameters:
                    yield page, draw, parameter


def is_known(draw: Draw) -> bool:
    """Whether the call is one of Streamlit's own, rather than of a third-party component."""
    return draw.kind != "component"


def admits(keymap: KeyMap, draw: Draw, parameter: Parameter) -> bool:
    """Whether the command has the parameter on some version that the project allows."""
    command = command_at(draw.command, keymap.versions.newest)
    since = first_version_with(draw.command, parameter)
    return command is not None and since is not None and keymap.versions.admits_from(since)


def exists(keymap: KeyMap, draw: Draw) -> bool:
    """Whether one of the two parameters that the draw is given exists on some version that the project allows."""
    return any(parameter in draw.parameters and admits(keymap, draw, parameter) for parameter in VALUES)


def since(draw: Draw) -> str:
    """From which version on the parameters that the draw is given exist: `persist_state: Streamlit ≥ 1.59`."""
    found = ((name, first_version_with(draw.command, name)) for name in VALUES if name in draw.parameters)
    return ", ".join(f"{name}: Streamlit ≥ {version_label(first)}" for name, first in found if first is not None)


def written_finding(
    rule: Rule, page: PageRun, draw: Draw, message: str, advice: str, repair: Repair | Refusal
) -> Finding:
    """A finding about what is written in the widget call itself, which is where it points."""
    return rule.finding(
        draw.location,
        message,
        key=draw.key.text if draw.key is not None else None,
        page=page.name,
        route=route_of(draw, page.name),
        advice=advice,
        repair=repair,
    )
