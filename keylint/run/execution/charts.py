"""Which calls only draw charts and maps: those of Streamlit, and of the libraries that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.domains import alternatives_of
from keylint.run.values import BoundBuiltin, External, Opaque

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Sink
    from keylint.run.values import Value

_LIBRARIES = frozenset(
    {"altair", "bokeh", "folium", "graphviz", "matplotlib", "plotly", "pydeck", "pyecharts", "pyvis", "seaborn",
     "wordcloud"}
)  # fmt: skip
_COMMANDS = frozenset({"map", "pyplot"})
# `figure.add_subplot(1, 1, 1).set_title(…)`: no further back than that.
_MOST_STEPS = 12


def shown_by(command: str) -> Sink:
    """Where what a command of Streamlit shows goes."""
    return "chart" if command in _COMMANDS or command.endswith("_chart") else "display"


def draws_charts(machine: Machine, callee: Value) -> bool:
    """Whether a function is one of such a library, or a method of what one of them has made."""
    return all(_is_of_library(machine, inner) for _, inner in alternatives_of(callee))


def _is_of_library(machine: Machine, callee: Hashable) -> bool:
    """Follows `axes.plot` over `axes`, an item of what `pyplot.subplots()` gives, to that function."""
    for _ in range(_MOST_STEPS):
        match callee:
            case External(name=name):
                return name.partition(".")[0] in _LIBRARIES
            case BoundBuiltin(base=base):
                callee = base
            case Opaque(identity=int(identity)) | int(identity):
                made = machine.conditions.parts(identity)
                if len(made) < 2 or made[0] not in ("a call", "an item", "an element", "an attribute"):
                    return False
                callee = made[1]
            case _:
                return False
    return False
