"""Prints the files that `keylint check` selects in the working directory, without running any app."""

from __future__ import annotations

from pathlib import Path

from keylint.cli.options import settings_for
from keylint.discover.contents import FileContents
from keylint.discover.files import discover
from keylint.discover.select import select


def selected_files() -> list[str]:
    """Their paths, relative to the working directory."""
    settings = settings_for((Path(),), None, isolated=False)
    packages = sorted({name.partition(".")[0] for name in settings.widget_functions})
    selection = select(discover([Path()], settings.exclude, settings.root), FileContents(), packages)
    return [file.display for file in selection.selected]


if __name__ == "__main__":
    print("\n".join(selected_files()))
