"""The two stores of a project: facts by the content of a file, and results by what they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.cache import Store, cache_folder
from keylint.faults import Blaming
from keylint.maker import maker
from keylint.user_key import is_kept_outside

if TYPE_CHECKING:
    from keylint.findings import Fault
    from keylint.settings import Settings


def facts_store(settings: Settings, schema: str, faults: list[Fault]) -> Store:
    """Where facts are kept; `schema` names their form. Of keylint's own code only what reads them counts."""
    return _store(settings, "facts", schema, "facts", faults)


def results_store(settings: Settings, faults: list[Fault]) -> Store:
    """Where reports, outcomes and fixes are kept, for as long as keylint stays the same."""
    return _store(settings, "results", "", "", faults)


def _store(settings: Settings, kind: str, schema: str, part: str, faults: list[Fault]) -> Store:
    """The store of a kind, made by a `part` of keylint; one that keeps nothing where that cannot be told, or where the
    key that would mark it lies in the project."""
    if settings.cache and is_kept_outside(settings.root):
        with Blaming(faults, "", f"the cache of {kind}", "nothing is taken from it"):
            return Store(cache_folder(settings.root), kind, f"{schema} {maker(part)}".strip(), faults)
    return Store(None, kind, schema, faults)
