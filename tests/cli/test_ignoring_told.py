"""What comments and per-file-ignores silence is counted, so that nobody takes silence for health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

if st.toggle("More"):
    st.text_input("Name", key="name")  # keylint: ignore[KEY106]
    st.text_area("Text", key="text")
"""
SAID = "Silenced by comments or per-file-ignores, and not shown: {}."


@pytest.mark.parametrize("output_format", ["full", "concise"])
@pytest.mark.parametrize("cache", [(), ("--no-cache",)])
def test_the_silenced_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output_format: str, cache: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    arguments = ("check", "--output-format", output_format, *cache)
    for _ in range(2):  # the second time from the cache, if there is one
        done = run(*arguments)
        assert SAID.format("1 finding") in done.stdout.splitlines()
        assert not done.stderr
    assert "Silenced" not in run(*arguments, "--min-severity", "error").stdout
    (tmp_path / "keylint.toml").write_text('[per-file-ignores]\n"app.py" = ["KEY106"]\n')
    assert SAID.format("2 findings") in run(*arguments, "--ignore", "KEY901").stdout.splitlines()
    (tmp_path / "keylint.toml").unlink()
    (tmp_path / "app.py").write_text(APP.replace("  # keylint: ignore[KEY106]", ""))
    assert "Silenced" not in run(*arguments).stdout
