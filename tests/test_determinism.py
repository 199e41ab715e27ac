"""What keylint says does not depend on how texts hash, nor on the order in which files are given."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APP = """
import pandas as pd
import streamlit as st

part = pd.read_csv("orders.csv")
for name in ("region", "year", "team", "product"):
    choice = st.selectbox(name, ["all", *part[name].unique()], key=f"flt_{name}")
    if choice != "all":
        part = part[part[name] == choice]
region = st.selectbox("Region", ["all", "north"], key="region")
year = st.selectbox("Year", ["all", 2024], key="year")
team = st.selectbox("Team", ["all", "red"], key="team")
product = st.selectbox("Product", ["all", "tea"], key="product")
if region != "all" and year != "all" and team != "all" and product != "all" and not part.empty:
    st.number_input("Horizon", 1, 90, key="horizon")
st.write(st.session_state.get("horizon"))
"""
OTHER = """
import streamlit as st
profile = st.session_state.setdefault("profile", {})
profile["days"] = st.number_input("Days", value=profile.get("days", 3), key="days")
if profile.get("days") and st.checkbox("More", key="more"):
    st.text_area("Notes", key="notes")
"""


def _said(folder: Path, seed: int, *paths: str) -> bytes:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "keylint",
            "check",
            *paths,
            "--no-cache",
            "--isolated",
            "--exit-zero",
            "--output-format",
            "json",
            "--min-severity",
            "info",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_the_report_is_the_same_under_every_hash_seed_and_order(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP, "utf-8")
    for name in ("1_a.py", "2_b.py"):
        (tmp_path / "pages" / name).write_text(OTHER.replace("days", f"days_{name[0]}"), "utf-8")
    first = _said(tmp_path, 1, "app.py", "pages")
    assert b'"horizon"' in first
    assert all(
        _said(tmp_path, seed, *paths) == first for seed, paths in ((2, ("app.py", "pages")), (3, ("pages", "app.py")))
    )
