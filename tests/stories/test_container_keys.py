"""What session state tells of a container that the user opens and closes: its key is a gate like its `.open`."""

from __future__ import annotations

import pytest

from tests.stories.gates import found


def codes(gate: str, test: str) -> list[str]:
    return [finding.code for finding in found(gate, test)]


@pytest.mark.parametrize(
    ("gate", "test"),
    [
        ('with st.expander("More", key="more", on_change="rerun"):\n    st.write("more")', "ss.more"),
        ('st.expander("More", key="more", on_change="rerun").write("more")', 'ss.get("more")'),
        ('st.popover("More", key="more", on_change="rerun")', 'ss["more"]'),
        ('st.tabs(["A", "B"], key="tab", on_change="rerun")', 'ss.tab == "A"'),
        ('st.tabs(["A", "B", "C"], key="tab", on_change="rerun")', 'ss.tab in ("B", "C")'),
    ],
)
def test_the_key_of_a_lazy_container_tells_what_is_open(gate: str, test: str) -> None:
    assert codes(gate, test) == ["KEY101"]


@pytest.mark.parametrize(
    ("gate", "test"),
    [
        ('st.expander("More", key="more")', 'ss.get("more")'),
        ('st.tabs(["A", "B"], key="tab", on_change="rerun")', 'ss.tab in ("A", "B")'),
        ('st.tabs(["A", "B"], key="tab", on_change="rerun")', "ss.tab"),
    ],
)
def test_one_tab_is_always_open_and_others_tell_nothing(gate: str, test: str) -> None:
    assert codes(gate, test) == []
