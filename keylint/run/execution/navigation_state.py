"""What a run knows of `st.navigation`: the pages that it was given, and the one that the run shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.run.values import PageValue


@dataclass
class Navigation:
    """How `st.navigation` behaves in a run.

    `pages` collects what it was given, `has_unseen_pages` says that there may be others; `chosen` is the page that the
    run shows, `has_run` whether anything ran it.
    """

    chosen: PageValue | None = None
    pages: dict[PageValue, None] = field(default_factory=dict)
    was_called: bool = False
    has_unseen_pages: bool = False
    has_run: bool = False
