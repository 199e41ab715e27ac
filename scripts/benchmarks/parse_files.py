"""Parses with LibCST the files that the lines of the given file name, and does nothing else."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import libcst

for name in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
    with suppress(libcst.ParserSyntaxError, UnicodeDecodeError):
        libcst.parse_module(Path(name).read_bytes())
