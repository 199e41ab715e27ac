"""Commands that newer releases of Streamlit no longer have, beside the keyed ones of keylint.streamlit.commands.

Read from `streamlit/__init__.py` of one release of each line, 1.28 to 1.67.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from keylint.streamlit.data import COMMANDS
from keylint.streamlit.versions import parse_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.streamlit.versions import Version

_PLAIN: Final[Mapping[str, tuple[Version, str]]] = {
    "experimental_rerun": ((1, 37, 0), "st.rerun()"),
    "experimental_memo": ((1, 37, 0), "st.cache_data"),
    "experimental_singleton": ((1, 37, 0), "st.cache_resource"),
    "experimental_connection": ((1, 37, 0), "st.connection()"),
    "experimental_dialog": ((1, 49, 0), "st.dialog"),
    "experimental_fragment": ((1, 49, 0), "st.fragment"),
    "experimental_get_query_params": ((1, 54, 0), "st.query_params"),
    "experimental_set_query_params": ((1, 54, 0), "st.query_params"),
    "bokeh_chart": ((1, 59, 0), "the package streamlit-bokeh"),
    "cache": ((1, 62, 0), "st.cache_data or st.cache_resource"),
}
_KEYED: Final[Mapping[str, str]] = {
    "experimental_audio_input": "st.audio_input()",
    "experimental_data_editor": "st.data_editor()",
}


def gone_since(name: str) -> tuple[Version, str] | None:
    """The first version without the command `st.<name>`, and what takes its place; None when the newest has it."""
    if name in _PLAIN:
        return _PLAIN[name]
    if name in _KEYED:
        last = COMMANDS[name]["history"][-1]
        return parse_version(last["since"]), _KEYED[name]
    return None
