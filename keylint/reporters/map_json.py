"""The overview of apps as one JSON object. Its form is a contract: `version` changes when it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keylint import __version__
from keylint.reporters.cells import escaped
from keylint.reporters.fault_objects import fault_objects, unread_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.app.overview import Access, AppOverview, KeyOverview, Reason, UnkeyedInput, WidgetCall
    from keylint.findings import Fault, Finding, Location, Unknown

FORMAT_VERSION = 1


def render(
    apps: Sequence[AppOverview],
    faults: Iterable[Fault],
    unread: Iterable[Finding] = (),
    left_out: Iterable[Unknown] = (),
) -> str:
    """Everything that the overviews say, what keylint itself failed at, and what was not read.

    Lines and columns count from 1, paths are as findings have them.
    """
    document = {
        "version": FORMAT_VERSION,
        "tool": {"name": "keylint", "version": __version__},
        "apps": [_app(app) for app in apps],
        "faults": fault_objects(faults),
        "unread": unread_objects(unread),
        "left_out": [_unknown(unknown) for unknown in left_out],
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _app(app: AppOverview) -> dict[str, object]:
    return {
        "entrypoint": app.entrypoint,
        "kind": app.kind,
        "target": app.target.label,
        "versions": app.target.versions,
        "certainty": app.target.certainty.value,
        "source": app.target.source,
        "pages": list(app.pages),
        "keys": [_key(key) for key in app.keys],
        "inputs_without_key": [_unkeyed(each) for each in app.unkeyed],
        "unknowns": [_unknown(unknown) for unknown in app.unknowns],
    }


def _unknown(unknown: Unknown) -> dict[str, object]:
    return {"path": unknown.path, "line": unknown.line, "reason": unknown.reason}


def _key(key: KeyOverview) -> dict[str, object]:
    return {
        "key": key.key,
        "kind": key.kind,
        "widgets": [_widget(call) for call in key.widgets],
        "reads": [_access(access) for access in key.reads],
        "writes": [_access(access) for access in key.writes],
        "deletes": [_access(access) for access in key.deletes],
        "kept_by": [
            {"page": keeper.page, "how": keeper.how, "detail": keeper.detail, **_place(keeper.location)}
            for keeper in key.kept_by
        ],
        "lost": [{"page": loss.page, "when": loss.when, "certain": loss.certain} for loss in key.lost],
    }


def _widget(call: WidgetCall) -> dict[str, object]:
    return {
        "page": call.page,
        **_place(call.location),
        "command": call.command,
        "holds_value": call.holds_value,
        "drawn": {"when": call.when, "because": _reason(call.because) if call.because is not None else None},
    }


def _unkeyed(each: UnkeyedInput) -> dict[str, object]:
    return {
        "page": each.page,
        **_place(each.location),
        "command": each.command,
        "label": each.label,
        "drawn": "always" if each.is_always else "sometimes",
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {**_place(reason.location), "message": reason.message}


def _access(access: Access) -> dict[str, object]:
    return {"page": access.page, **_place(access.location), "how": access.how, "callback": access.callback}


def _place(location: Location) -> dict[str, object]:
    return {"path": location.path, "line": location.span.line, "column": location.span.column}
