"""A Streamlit that only writes down which keys are drawn: programs run on it as they would on the real one."""

from __future__ import annotations

import builtins
import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CodeType, ModuleType


class StopRun(BaseException):
    """Ends the run, past every `except Exception`."""


class SessionState(dict[str, Any]):
    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]


class Drawer:
    """The app itself, or a container in it."""

    def __init__(self, drawn: list[str]) -> None:
        self._drawn = drawn

    def text_input(self, label: str, *, key: str) -> str:
        self._drawn.append(key)
        return ""

    def container(self) -> Drawer:
        return self

    def columns(self, count: int) -> list[Drawer]:
        return [self] * count

    def write(self, *values: Any) -> None:
        pass

    def __enter__(self) -> Drawer:
        return self

    def __exit__(self, *details: object) -> None:
        pass


class Streamlit(Drawer):
    def __init__(self, state: dict[str, Any], drawn: list[str]) -> None:
        super().__init__(drawn)
        self.session_state = SessionState(state)
        self.sidebar = Drawer(drawn)

    def stop(self) -> None:
        raise StopRun


def keys_drawn(code: CodeType, state: dict[str, Any]) -> list[str]:
    """The keys that a script draws when it begins with that session state, in their order."""
    drawn: list[str] = []
    streamlit = Streamlit(state, drawn)

    def imported(name: str, *details: Any) -> ModuleType | Streamlit:
        return streamlit if name == "streamlit" else builtins.__import__(name, *details)

    names = {"__name__": "__main__", "__builtins__": {**vars(builtins), "__import__": imported}}
    with contextlib.suppress(StopRun):
        exec(code, names)
    return drawn
