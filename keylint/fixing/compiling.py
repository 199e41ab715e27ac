"""Whether Python takes a file: some rules of the language hold for whole files, and no parser knows them. Nothing of it
is run."""

from __future__ import annotations

import warnings


def no_longer_compiles(before: bytes, after: bytes) -> bool:
    """Whether Python would have run a file before, and refuses it as it is after."""
    return not _compiles(after) and _compiles(before)


def _compiles(data: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(data, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
