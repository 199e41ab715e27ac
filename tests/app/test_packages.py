"""Keys that packages put into session state: theirs where they are imported, ordinary names everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from keylint.engine import check
from keylint.settings import Settings
from keylint.streamlit.packages import KEYS_OF_PACKAGES

READS_FIRST = """
import streamlit as st
{}
st.write(st.session_state["{}"])
if st.button("Save"):
    st.session_state["{}"] = "saved"
"""
OTHER_GUARD = """
import streamlit as st
{}
if "{}" not in st.session_state:
    st.session_state["theme"] = "dark"
st.text_input("Theme", key="theme")
"""


def codes(folder: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> set[str]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    return {finding.code for finding in check([Path()], Settings(root=folder, cache=False)).findings}


@pytest.mark.parametrize("package", KEYS_OF_PACKAGES)
def test_a_key_of_an_imported_package_is_there(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = min(KEYS_OF_PACKAGES[package])
    app = READS_FIRST.format(f"import {package} as login", key, key) + OTHER_GUARD.format("", key)
    assert codes(tmp_path, monkeypatch, {"app.py": app}).isdisjoint({"KEY402", "KEY310"})


@pytest.mark.parametrize("key", sorted(frozenset().union(*KEYS_OF_PACKAGES.values())))
def test_the_same_name_is_an_ordinary_key_without_the_package(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "KEY402" in codes(tmp_path, monkeypatch, {"app.py": READS_FIRST.format("", key, key)})
    assert "KEY310" in codes(tmp_path, monkeypatch, {"app.py": OTHER_GUARD.format("", key)})


@pytest.mark.parametrize(
    ("files", "is_reported"),
    [
        pytest.param({"login.py": "from streamlit_authenticator import Authenticate"}, False, id="by a module"),
        pytest.param({"login.py": "from streamlit_authenticator.views import *"}, False, id="everything of a part"),
        pytest.param({"login.py": "import streamlit_authenticator.utilities"}, False, id="a part"),
        pytest.param({"login.py": "import st_login_form"}, True, id="another package"),
        pytest.param({"login.py": "", "old.py": "import streamlit_authenticator"}, True, id="by no module of the app"),
        pytest.param(
            {"login.py": "import streamlit_authenticator", "streamlit_authenticator.py": ""}, True, id="the app's own"
        ),
    ],
)
def test_what_counts_is_that_a_module_of_the_app_imports_the_package(
    files: dict[str, str], is_reported: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = READS_FIRST.format("import login", "email", "email")
    assert ("KEY402" in codes(tmp_path, monkeypatch, {"app.py": app, **files})) == is_reported
