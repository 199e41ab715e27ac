"""The two stores of a project: facts by the content of a file, and results by what they depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.cache import Store, cache_folder
from keylint.faults import Blaming
from keylint.maker import maker
from keylint.user_key import is_kept_outside

if TYPE_CHECKING:
    from keylint.findings import Fault
    from keylint.settings import Settings


@dataclass(frozen=True, slots=True)
class Stores:
    """Both of them."""

    facts: Store
    results: Store

    def save(self) -> None:
        """Makes what is new in them last."""
        self.facts.save()
        self.results.save()

    def lasting(self) -> Stores:
        """Both, in memory where they keep nothing: what is parsed and run once serves the whole process."""
        return Stores(self.facts.lasting(), self.results.lasting())

    def labelled(self, label: str) -> Stores:
        """Both, for the files in a further state; what is remembered of the states before stays."""
        return Stores(self.facts, self.results.labelled(label))


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
