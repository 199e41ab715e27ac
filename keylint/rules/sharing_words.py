"""How findings speak of what all sessions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.streamlit.names import USERS_OBJECTS

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.rules.sharing import Leak
    from keylint.run.trace import Shared, SharedKind, StateWrite
    from keylint.run.values import Origin

_WHAT: dict[SharedKind, str] = {
    "module": "all users of the app share one `{}`",
    "class": "all users of the app share one `{}`",
    "default": "all users of the app share the default value in `{}`",
    "cache": "all users of the app share the cached object that `{}` returns",
    "package": "all users of the app share the setting `{}`",
}
_WHY: dict[SharedKind, str] = {
    "module": "made here once, when the module is imported, for all users",
    "class": "this attribute of the class exists once, for all users",
    "default": "the default value is made here once, for all users",
    "cache": "what this function returns is cached once, for all users",
}


def what_it_is(shared: Shared) -> str:
    return _WHAT[shared.kind].format(shared.name)


def why_shared(shared: Shared) -> str:
    return _WHY[shared.kind]


def how_it_is_given(giving: StateWrite) -> str:
    if isinstance(giving.key, Cell):
        return "only the outside is copied here: what is in it is the same for every session"
    return "every session is given this same object here, not a copy"


def what_goes_in(keymap: KeyMap, leak: Leak) -> str:
    """What of one user is stored, in words: the strongest evidence first."""
    origins = leak.origins
    words = _entered(keymap, origins) or _uploaded(origins) or _of_the_account(origins) or _of_session_state(origins)
    return words or "what depends on one user's choice"


def _entered(keymap: KeyMap, origins: frozenset[Origin]) -> str | None:
    chosen = [origin for origin in origins if origin.kind in ("widget", "component", "trigger", "filter")]
    chosen += [origin for origin in origins if _text(origin) in keymap.widget_keys]
    names = sorted({_text(origin) for origin in chosen} - {""})
    if names:
        return f"what one user enters in '{names[0]}'"
    return "what one user enters" if chosen else None


def _uploaded(origins: frozenset[Origin]) -> str | None:
    return "what one user uploads" if any(origin.kind == "upload" for origin in origins) else None


def _of_the_account(origins: frozenset[Origin]) -> str | None:
    known = any(origin.detail in USERS_OBJECTS for origin in origins)
    return "what the app knows of one user" if known else None


def _of_session_state(origins: frozenset[Origin]) -> str | None:
    keys = sorted(_text(origin) for origin in origins if origin.kind == "state")
    named = next((key for key in keys if key.strip("*")), None)
    if named:
        return f"what session state holds for one user under '{named}'"
    return "what session state holds for one user" if keys else None


def _text(origin: Origin) -> str:
    return origin.detail.text if isinstance(origin.detail, Key) else ""


def advice_on(leak: Leak) -> str:
    shared = leak.write.shared
    if leak.giving is not None:
        return "give session state a copy that shares nothing with it: copy.deepcopy(…) (all Streamlit versions)"
    if shared.kind == "package":
        return "pass the value to the call that needs it, instead of setting it for the whole server"
    if shared.kind == "cache":
        return (
            "keep what belongs to one user in st.session_state, and only what is the same for all users in the cache "
            "(all Streamlit versions)"
        )
    return "keep it in st.session_state, of which every user has one (all Streamlit versions)"
