"""What people are told about the Streamlit in use: that nobody says which it is, and that it has to be a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Certainty
from keylint.streamlit.target import requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.findings import AppTarget
    from keylint.streamlit.versions import Version


def assumption(targets: Sequence[AppTarget]) -> list[str]:
    """That the Streamlit version of apps is assumed, and what to write so that it is not; one line, or none."""
    assumed = [target for target in targets if target.certainty is Certainty.ASSUMED]
    if not assumed:
        return []
    of = "" if len(assumed) == len(targets) else f" for {len(assumed)} of {len(targets)} apps"
    version = assumed[0].versions
    return [
        f"Assumed Streamlit {version}{of}, because nothing that can be read says what is in use: "
        f'write target-streamlit = "{version}", or what it is, into keylint.toml, or [tool.keylint] of pyproject.toml.'
    ]


def needed(version: Version) -> str:
    """What to write after a fix that only newer releases run."""
    return f"The changed code needs {requirement(version)}: write that into the requirements."
