"""All changes of an app."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.app.keymap import KeyMap
from keylint.faults import Blaming
from keylint.streamlit.target import told
from keylint.streamlit.versions import VersionRange
from keylint.upgrade.adoption import adoption_changes
from keylint.upgrade.commands import command_changes
from keylint.upgrade.editors import editor_changes
from keylint.upgrade.empty_keys import empty_key_changes
from keylint.upgrade.first_values import first_value_changes
from keylint.upgrade.identity import identity_changes
from keylint.upgrade.page_switches import page_switch_changes
from keylint.upgrade.persisting import persist_changes
from keylint.upgrade.presets import preset_changes
from keylint.upgrade.rule_findings import finding_changes
from keylint.upgrade.settable import settable_changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Fault
    from keylint.run.runs import App
    from keylint.upgrade.change import Change, Upgrade
    from keylint.upgrade.rule_findings import Heed

_KINDS = (
    command_changes,
    identity_changes,
    editor_changes,
    page_switch_changes,
    preset_changes,
    empty_key_changes,
    first_value_changes,
    adoption_changes,
    settable_changes,
    persist_changes,
)


def changes_of(app: App, upgrade: Upgrade, heed: Heed, faults: list[Fault]) -> Iterator[Change]:
    """What changes for `app`, which was run for the version that the upgrade ends at; in any order.

    `heed` leaves out the rules' findings that the user has suppressed. A kind of changes whose search fails is added to
    `faults`.
    """
    keymap = KeyMap(replace(app, target=told(VersionRange(upgrade.end, upgrade.end), "the upgrade")))
    for changes in _KINDS:
        with Blaming(faults, app.entrypoint, f"the search for {changes.__name__.replace('_', ' ')}"):
            yield from changes(keymap, upgrade)
    with Blaming(faults, app.entrypoint, "the search for findings that come and go"):
        yield from finding_changes(app, upgrade, heed)
