"""Names of `streamlit` that decide what is drawn and when, beside the keyed commands of keylint.streamlit.commands.

Bare names: `columns` is `st.columns`. Old names of a command (`beta_`, `experimental_`) stand beside the new one. A
command that is in no table and is not a keyed one only displays something: it needs no attention.
"""

from __future__ import annotations

from keylint.streamlit.data import COMMANDS

CONTAINER_LISTS = frozenset({"columns", "beta_columns", "tabs"})
"""Return several containers in a sequence."""

LAZY_CONTAINERS = frozenset(name for name, data in COMMANDS.items() if data["kind"] == "lazy-container")
"""Have an attribute `open` and a state when they are given `on_change`, or `bind`, from 1.55."""

_KEYED = frozenset(name for name, data in COMMANDS.items() if data["kind"] in ("container", "lazy-container", "form"))
CONTAINERS = (_KEYED - CONTAINER_LISTS) | {
    "beta_container",
    "beta_expander",
    "empty",
    "status",
    "chat_message",
    "skeleton",
}
"""Return one container. Its methods draw into it, and `with` does; all of it runs whether the user sees it or not."""

CONTAINER_OBJECTS = frozenset({"sidebar", "bottom"})
"""Containers that exist from the start: used like what CONTAINERS return, without a call."""

CONTEXTS = frozenset({"spinner", "echo"})
"""Used with `with` only; what stands inside runs and draws into the container outside."""

STOP = frozenset({"stop"})
RERUN = frozenset({"rerun", "experimental_rerun"})
SWITCH_PAGE = frozenset({"switch_page"})
LEAVING = STOP | RERUN | SWITCH_PAGE
"""End the run where they are called."""

FRAGMENTS = frozenset({"fragment", "experimental_fragment"})
"""Decorators: the function reruns by itself."""

DIALOGS = frozenset({"dialog", "experimental_dialog"})
"""Decorators: the function draws a dialog, called in the run that opens it and rerun by itself while it is open."""

WATCHED_DIALOG = "watched dialog"
"""No name of Streamlit: a dialog that the user cannot close without a run of the app, because of `on_dismiss=`, or not
at all."""

CACHES = frozenset({"cache", "cache_data", "cache_resource", "experimental_memo", "experimental_singleton"})
"""Decorators: the function may not run at all."""

RESOURCE_CACHES = frozenset({"cache_resource", "experimental_singleton"})
"""Caches that give every session the same object; `scope="session"` makes it one for each session."""

SESSION_CACHE = "cache_data"
"""A cache that gives nobody another session's object: it returns copies."""

DECORATORS = FRAGMENTS | DIALOGS | CACHES

SUBMIT_BUTTON = "form_submit_button"
"""The button that sends what is entered into a form. Without a key it gets one, made of the form and the label."""

NAVIGATION = "navigation"
PAGE = "Page"
SESSION_STATE = "session_state"
PAGE_CONFIGURATION = "set_page_config"

FIXED_OBJECTS = frozenset({"secrets", "context", "__version__"})
"""Objects whose values stay as they are during a session."""

OUTSIDE_OBJECTS = FIXED_OBJECTS | {"query_params", "user", "experimental_user"}
"""Objects whose values come from outside the script: the address, the configuration, the user's account."""

USERS_OBJECTS = frozenset({"query_params", "user", "experimental_user", "context", "experimental_get_query_params"})
"""Objects and calls that tell something of one user: the address in the browser, the account, the request."""

OUTSIDE_VALUES = frozenset(
    {
        "experimental_get_query_params",
        "get_option",
        "connection",
        "experimental_connection",
    }
)
"""Calls whose values come from outside the script."""

ALERTS = frozenset(
    {"error", "warning", "info", "success", "exception", "toast", "spinner", "progress", "status", "balloons", "snow"}
)
"""Tell of an outcome or of the progress of some work, as helpers of a command-line script do too."""

UNSEEN = (
    DECORATORS
    | OUTSIDE_VALUES
    | STOP
    | RERUN
    | {PAGE, "empty", "set_option", "experimental_set_query_params", "login", "logout", "get_logger"}
)
"""Put nothing on the page."""

COMPONENT_FACTORIES = frozenset({"streamlit.components.v1.declare_component", "streamlit.components.v2.component"})
"""Full names. They return a function that draws a third-party component: keylint.streamlit.commands.COMPONENT."""
