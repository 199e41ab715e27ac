"""Packages beside Streamlit that draw with it, or put keys of their own into session state, out of sight of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

KEYS_OF_PACKAGES: Final[Mapping[str, frozenset[str]]] = {
    "streamlit_authenticator": frozenset(
        {"authentication_status", "name", "username", "email", "roles", "logout", "password_hint"}
    ),
    "streamlit_google_auth": frozenset({"connected", "user_info", "oauth_id", "logout", "name", "username"}),
    "streamlit_login_auth_ui": frozenset({"LOGGED_IN", "LOGOUT_BUTTON_HIT"}),
    "st_login_form": frozenset({"authenticated", "username"}),
    "st_paywall": frozenset({"email", "user_subscribed", "subscriptions"}),
}
"""By the name that is imported. The keys are ordinary names: they are a package's only in an app that imports it.

Read from the sources of the newest releases; of st_paywall also those before 1.0, which signed in by themselves.
"""

# Packages of components are named after Streamlit, by the community's rule; few well-known ones are not.
_MARKS = ("streamlit", "st_")
_UNMARKED = frozenset({"extra_streamlit_components", "hydralit_components", "barfi", "code_editor"})


def draws_with_streamlit(package: str) -> bool:
    """Whether a package is Streamlit, or one of components for it, going by its name."""
    return package.startswith(_MARKS) or package in _UNMARKED


def made_by_package(key: str, imported: Collection[str]) -> bool:
    """Whether one of the imported packages may give session state the key."""
    return any(key in KEYS_OF_PACKAGES.get(package, ()) for package in imported)
