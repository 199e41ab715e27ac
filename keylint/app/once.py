"""Answers about an app that are worked out once, and forgotten with it: one process checks many apps."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")

_FORGET: list[Callable[[], None]] = []


def once(function: Function) -> Function:
    """A function of an app, a page or a trace that remembers what it gave, until `forget` is called."""
    remembering = lru_cache(maxsize=None)(function)
    _FORGET.append(remembering.cache_clear)
    return cast("Function", remembering)


def forget() -> None:
    """Forgets all of that. To be called when an app is done with: the answers hold on to it."""
    for clear in _FORGET:
        clear()
