"""Changes of what all sessions share are events; changes of anything else are not."""

from __future__ import annotations

import pytest

from keylint.run.trace import SharedWrite
from tests.run.apps import run

HELPER = """
    import copy
    import threading
    import streamlit as st

    ITEMS = []
    TABLE = {"rows": [], "by_user": {}}
    LOCAL = threading.local()
    NAME = None

    class Box:
        kept = []
        def put(self, x):
            self.kept.append(x)

    BOX = Box()

    @st.cache_resource
    def cached():
        return {"rows": []}

    @st.cache_resource
    def box():
        return Box()

    def name(x):
        global NAME
        NAME = x
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("h.ITEMS.append(x)", [("ITEMS", "append")]),
        ("rows = h.TABLE['rows']\nrows.append(x)", [("TABLE", "append")]),
        ("for row in h.ITEMS or [h.TABLE]: row['x'] = x", [("TABLE", "item")]),
        ("h.NAME = x", [("NAME", "name")]),
        ("h.name(x)", [("NAME", "name")]),
        ("h.Box().put(x)", [("Box.kept", "append")]),
        ("h.BOX.size = x", [("BOX", "attribute")]),
        ("h.cached()['rows'].append(x)", [("cached()", "append")]),
        ("h.box().size = x", [("box()", "attribute")]),
        ("h.LOCAL.x = x", []),
        ("mine = h.copy.deepcopy(h.TABLE)\nmine['rows'].append(x)", []),
        ("mine = h.ITEMS.copy()\nmine.append(x)", []),
        ("mine = dict(h.TABLE)\nmine['x'] = x", []),
        ("mine = dict(h.TABLE)\nmine['rows'].append(x)", [("TABLE", "append")]),
        ("own = []\nown.append(x)", []),
        ("h.TABLE['mine'] = own = []\nown.append(x)", [("TABLE", "item"), ("TABLE", "append")]),
    ],
)
def test_changes_of_shared_objects(code: str, expected: list[tuple[str, str]]) -> None:
    script = "import streamlit as st\nimport h\nx = st.text_input('x', key='x')\n" + code
    app = run({"app.py": script, "h.py": HELPER})
    changes = [event for event in app.pages[0].trace.events if isinstance(event, SharedWrite)]
    assert [(change.shared.name, change.form) for change in changes] == expected


def test_a_test_is_told_from_another_read() -> None:
    script = "import h\nimport streamlit as st\nif h.ITEMS:\n    st.write('some')\nst.write(h.ITEMS)"
    app = run({"app.py": script, "h.py": HELPER})
    (reads,) = app.shared_reads.values()
    assert [(read.location.span.line, read.is_test) for read in reads] == [(3, True), (5, False)]
