"""Functions and classes under a decorator that is not followed: who calls them, if nobody in the app does?"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.run.values import ClassValue, External, FunctionValue, StreamlitValue

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Location, Span
    from keylint.run.values import Value

    Place = tuple[Path, Span]


@dataclass
class UnfollowedDecorators:
    """What stands under such decorators, and which of it the app itself has called by now."""

    waiting: dict[Place, tuple[FunctionValue | ClassValue, Location]] = field(default_factory=dict)
    called: set[Place] = field(default_factory=set)

    def note(self, decorator: Value, code: Value, location: Location) -> None:
        """A function or class gets a decorator, at `location`."""
        if not isinstance(code, (FunctionValue, ClassValue)) or _only_wraps(decorator):
            return
        if (code.module, code.span) not in self.called:
            self.waiting[code.module, code.span] = code, location

    def note_call(self, code: FunctionValue | ClassValue) -> None:
        """A function is called, or an object of a class is made."""
        if self.waiting and self.waiting.pop((code.module, code.span), None) is not None:
            self.called.add((code.module, code.span))


def _only_wraps(decorator: Value) -> bool:
    """Whether a decorator is followed, or one of the standard library, which calls nothing by itself."""
    if isinstance(decorator, External):
        return decorator.name.partition(".")[0] in sys.stdlib_module_names
    return isinstance(decorator, (FunctionValue, ClassValue, StreamlitValue))
