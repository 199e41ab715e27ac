"""The linked files: which module an import means, and what each file says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from keylint.run.assigned import ANY, assigned_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from keylint.facts.module import ModuleFacts
    from keylint.settings import WidgetFunction

    # dotted name, leading dots, importing file, folders on the search path → the module's file
    Resolver = Callable[[str, int, Path, tuple[Path, ...]], Path | None]


@dataclass(frozen=True)
class Project:
    """Every analysed file with its facts. `display` gives the path that findings show.

    `unreadable` are files that cannot be read or parsed: they have a path to show, and no facts.
    """

    facts: Mapping[Path, ModuleFacts]
    display: Mapping[Path, str]
    resolve: Resolver
    widget_functions: Mapping[str, WidgetFunction] = field(default_factory=dict)
    persist_functions: frozenset[str] = frozenset()
    unreadable: frozenset[Path] = frozenset()

    def is_assigned(self, attribute: object) -> bool:
        """Whether some file assigns an attribute of that name, on whatever object, but in a constructor."""
        return attribute in self._assigned or ANY in self._assigned

    @cached_property
    def _assigned(self) -> frozenset[str]:
        return frozenset(name for facts in self.facts.values() for name in assigned_attributes(facts.body))
