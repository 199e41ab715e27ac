"""What Streamlit does to session state and what the browser shows, by version, without Streamlit.

A `Session` is a user's session between two runs: immutable, hashable, small. An act of the user gives a `Run`; what the
app does in it changes it, and `leave` gives the next session:

    from keylint.clockwork import MISSING, Widget, opened

    name = Widget("app.py:7", key="name", default="nobody")

    run = opened((1, 67, 0), "app.py").rerun()      # the page opens
    run.draw(name)                                  # "nobody"
    session = run.leave()

    run = session.edit(name, "edit 1").rerun()      # the user types; run.callbacks have to be called first
    run.draw(name)                                  # "edit 1"
    session = run.leave()

    run = session.rerun()                           # a run that does not draw it
    run.read("name")                                # "edit 1": still there
    session = run.leave()
    session.rerun().read("name")                    # MISSING

The acts: `edit` and then `rerun`, of the page or of a fragment; `rerun` alone; `submit` and then `rerun`; `go_to`
another page. Where a run ends with `leave(Leave.RERUN)` or `leave(Leave.SWITCH_PAGE)`, `follow` is the run that comes
of it. A `RunError` is an exception that the app would see; if it does not catch it, `leave(Leave.EXCEPTION)`.

`ideal(page)` takes the same acts and the same calls, and drops nothing: a difference between the two is a symptom.

Values, keys, pages, sites are whatever the caller has: the clockwork only compares them. Not part of it: what a browser
does to a value (rounding, ranges), reloading the page, `st.query_params`.
"""

from __future__ import annotations

from keylint.clockwork.errors import Cause, RunError
from keylint.clockwork.ideal import IdealRun, IdealSession, ideal
from keylint.clockwork.session import Leave, Run, Session, opened
from keylint.clockwork.widgets import MISSING, Keeping, Value, Widget

__all__ = [
    "MISSING",
    "Cause",
    "IdealRun",
    "IdealSession",
    "Keeping",
    "Leave",
    "Run",
    "RunError",
    "Session",
    "Value",
    "Widget",
    "ideal",
    "opened",
]
