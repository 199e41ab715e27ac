"""Random projects by kind: their files, and what is tried on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.comments import comments
from tests.fuzzing.damage import damaged, encoded
from tests.fuzzing.declarations import configurations, requirements
from tests.fuzzing.programs import module
from tests.fuzzing.trees import links, names
from tests.fuzzing.variants import variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Draw = Callable[[st.SearchStrategy[Any]], Any]

SMALL = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
COMMANDS = ("reports", "map", "migrate", "upgrade", "fix", "unsafe fix", "diff")


@dataclass(frozen=True)
class Example:
    """A project: its files and links, what is tried on it (one of TRIALS), and where what is kept of it is damaged."""

    files: Mapping[str, bytes]
    trial: str
    places: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        shown = "\n".join(
            f"--- {name}\n{data.decode('utf-8', 'backslashreplace')}" for name, data in sorted(self.files.items())
        )
        more = f", damage at {self.places}" if self.places else ""
        more += f", links {self.links}" if self.links else ""
        return f"trial: {self.trial}{more}\n{shown}".encode("utf-8", "backslashreplace").decode()


@st.composite
def _app(draw: Draw) -> dict[str, str]:
    files = {"app.py": draw(module())}
    for name in ("helper.py", "pages/1_a.py", "pages/2_b.py"):
        if draw(st.booleans()):
            files[name] = draw(module(4))
    return files


_trials = st.sampled_from(COMMANDS)
_small = st.one_of(st.just(SMALL), module(4))


def _as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}


@st.composite
def _beside(draw: Draw, declarations: st.SearchStrategy[dict[str, str]]) -> Example:
    """An app with other files beside it, which may be damaged."""
    files = _as_bytes({**draw(declarations), "app.py": draw(_small)})
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(sorted(files)))
        files[name] = draw(damaged(files[name]))
    return Example(files, draw(st.sampled_from(("reports", "map", "diff"))))


@st.composite
def _commented(draw: Draw) -> Example:
    lines = draw(_small).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        comment = draw(comments)
        lines[place] = f"{comment}\n{lines[place]}" if draw(st.booleans()) else f"{lines[place]}  {comment}"
    return Example({"app.py": "\n".join(lines).encode("utf-8", "surrogatepass")}, draw(_trials))


@st.composite
def _broken(draw: Draw) -> Example:
    data = draw(encoded(draw(_small)))
    if draw(st.booleans()):
        data = draw(damaged(data))
    files = {"app.py": data, "helper.py": SMALL.encode()}
    return Example(files, draw(st.sampled_from(("reports", "map", "fix", "unsafe fix", "upgrade"))))


@st.composite
def _tree(draw: Draw) -> Example:
    files = {name: draw(_small) for name in draw(names)}
    return Example(_as_bytes(files), draw(_trials), links=draw(links))


def _of(
    trial: str, files: st.SearchStrategy[dict[str, str]], places: st.SearchStrategy[Any] | None = None
) -> st.SearchStrategy[Example]:
    return st.builds(Example, files.map(_as_bytes), st.just(trial), st.just(()) if places is None else places)


KINDS: dict[str, st.SearchStrategy[Example]] = {
    "programs": st.builds(Example, _app().map(_as_bytes), _trials),
    "variants": st.builds(Example, variant().map(_as_bytes), _trials),
    "configuration": _beside(configurations),
    "requirements": _beside(requirements),
    "comments": _commented(),
    "bytes": _broken(),
    "trees": _tree(),
    "caches": _of(
        "damaged cache",
        _small.map(lambda text: {"app.py": text}),
        st.lists(st.integers(0, 1 << 20), min_size=1, max_size=6).map(tuple),
    ),
    "orders": _of("orders", st.one_of(_app(), variant())),
    "workers": _of("workers", st.one_of(_app(), variant())),
    "seeds": _of("hash seeds", st.one_of(_app(), variant())),
}
SLOW = frozenset({"workers", "seeds"})
"""Kinds of which an execution takes a second or more."""
