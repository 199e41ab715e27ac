"""Checks apps one after the other, each in a process of its own that may use little time and memory.

Reads their texts by name, as JSON, and writes what was found in each; null where its process was ended.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from keylint.engine import check
from keylint.findings import Severity
from keylint.settings import Settings

_SECONDS = 10
_BYTES = 1_500_000_000


def found_in(text: str) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        app = Path(folder)
        (app / "app.py").write_text(text, "utf-8")
        report = check([app], Settings(root=app, min_severity=Severity.INFO, target_streamlit="1.60", cache=False))
    return {
        "codes": sorted({finding.code for finding in report.findings}),
        "keys": sorted({key for finding in report.findings for key in finding.keys}),
        "reasons": sorted({unknown.reason for unknown in report.unknowns}),
        "faults": [fault.error for fault in report.faults],
    }


def found_within_limits(text: str) -> dict[str, object] | None:
    if not hasattr(os, "fork"):
        return found_in(text)
    import resource  # noqa: PLC0415  (not on Windows)

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
            os.write(writing, json.dumps(found_in(text)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


if __name__ == "__main__":
    found_in("import streamlit as st\nst.text_input('a', key='k')\n")  # what is imported is imported once
    json.dump({name: found_within_limits(text) for name, text in json.load(sys.stdin).items()}, sys.stdout)
