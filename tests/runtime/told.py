"""The stories that keylint tells of the fixtures, as its JSON has them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keylint.engine import check
from keylint.findings import Severity
from keylint.reporters import json_object
from keylint.reporters.view import View
from keylint.settings import Settings

if TYPE_CHECKING:
    from tests.fixtures_format import Case


@dataclass(frozen=True)
class Telling:
    """A warning or error of a fixture; `story` is empty where it tells none."""

    code: str
    key: str | None
    story: list[dict[str, Any]]


def tellings(case: Case, app: Path, target: str | None = None) -> list[Telling]:
    """What is said of the case's app, which is copied to `app`, for its own release of Streamlit or another one."""
    case.copy_app(app)
    return told_of(app, target or case.target)


def told_of(app: Path, target: str | None) -> list[Telling]:
    """What is said of the app in a folder."""
    settings = Settings(root=app, min_severity=Severity.WARNING, target_streamlit=target, cache=False, jobs=1)
    before = Path.cwd()
    os.chdir(app)
    try:
        document = json.loads(json_object.render(check([Path()], settings), View()))
    finally:
        os.chdir(before)
    return [Telling(found["code"], found["key"], found["story"]) for found in document["findings"]]
