"""The two stores of a project: facts by the content of a file, and results by what they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.cache import Store, cache_folder
from keylint.maker import maker

if TYPE_CHECKING:
    from keylint.settings import Settings


def facts_store(settings: Settings, schema: str) -> Store:
    """Where facts are kept; `schema` names their form. Of keylint's own code only what reads them counts."""
    return _store(settings, "facts", f"{schema} {maker('facts')}" if settings.cache else "")


def results_store(settings: Settings) -> Store:
    """Where reports, outcomes and fixes are kept, for as long as keylint stays the same."""
    return _store(settings, "results", maker() if settings.cache else "")


def _store(settings: Settings, kind: str, schema: str) -> Store:
    return Store(cache_folder(settings.root) if settings.cache else None, kind, schema)
