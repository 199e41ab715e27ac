"""Sessions are values: acts give others, and what happens in a run changes none."""

from __future__ import annotations

import inspect
import re

import keylint.clockwork
from keylint.clockwork import MISSING, Leave, Widget, ideal, opened

NEWEST = (1, 67, 0)
NAME = Widget("app.py:7", key="name", default="nobody")
BUTTON = Widget("app.py:9", command="button", default=False, callback="clicked")


def test_the_example_of_the_package_gives_what_it_says() -> None:
    documented = inspect.getdoc(keylint.clockwork) or ""
    lines = [line.strip() for line in documented.splitlines() if line.startswith("    ")]
    namespace: dict[str, object] = {}
    checked = 0
    for line in lines:
        said = re.search(r"# (MISSING|\".*?\")", line)
        if said and "(" in line and "=" not in line.split("#", maxsplit=1)[0].replace("==", ""):
            assert eval(line, namespace) == eval(said.group(1), namespace)
            checked += 1
        else:
            exec(line, namespace)
    assert checked == 4


def test_histories_that_come_to_the_same_are_equal() -> None:
    run = opened(NEWEST, "A").rerun()
    run.draw(NAME)
    once = run.leave()
    run = once.rerun()
    run.draw(NAME)
    twice = run.leave().rerun()
    twice.draw(NAME)
    thrice = twice.leave()
    again = thrice.rerun()
    again.draw(NAME)
    assert again.leave() == thrice
    assert hash(again.leave()) == hash(thrice)
    assert thrice.edit(NAME, "other") != thrice


def test_a_run_changes_no_session() -> None:
    run = opened(NEWEST, "A").rerun()
    run.draw(NAME)
    session = run.leave()
    before = hash(session)
    edited = session.edit(NAME, "hello")
    run = edited.rerun()
    run.draw(NAME)
    run.write("other", 1)
    run.leave()
    run = session.rerun()
    assert run.draw(NAME) == "nobody"
    assert run.read("other") is MISSING
    assert session.shown(NAME) == "nobody"
    assert hash(session) == before


def test_what_happens_in_a_fork_stays_there() -> None:
    run = opened(NEWEST, "A").rerun()
    run.write("k", 1)
    fork = run.fork()
    fork.write("k", 2)
    fork.draw(NAME)
    assert run.read("k") == 1
    assert run.draw(NAME) == "nobody"
    assert fork.leave().rerun().read("k") == 2
    assert run.leave().rerun().read("k") == 1


def test_a_click_is_over_after_its_run() -> None:
    for session in (opened(NEWEST, "A"), ideal("A")):
        run = session.rerun()
        assert run.draw(BUTTON) is False
        run = run.leave().edit(BUTTON, True).rerun()
        assert run.callbacks == ("clicked",)
        assert run.draw(BUTTON) is True
        run = run.leave(Leave.RERUN).follow()
        assert run.callbacks == ()
        assert run.draw(BUTTON) is False
        assert run.leave().rerun().draw(BUTTON) is False


def test_in_the_ideal_nothing_is_dropped() -> None:
    run = ideal("A").rerun()
    run.draw(NAME)
    run = run.leave().edit(NAME, "hello").rerun()
    assert run.draw(NAME) == "hello"
    session = run.leave().go_to("B").leave().rerun().leave()
    run = session.go_to("A")
    assert run.read("name") == "hello"
    assert run.draw(NAME) == "hello"


def test_in_the_ideal_a_draft_waits_for_its_submit() -> None:
    field = Widget("field", "k", default="", form="F")
    run = ideal("A").rerun()
    run.draw(field)
    run = run.leave().edit(field, "hello").rerun()
    assert run.draw(field) == ""
    session = run.leave()
    assert session.shown(field) == "hello"
    run = session.submit("F", clears=True).rerun()
    assert run.draw(field) == "hello"
    assert run.leave().shown(field) == ""


def test_the_ideal_may_follow_the_default_of_a_widget_that_nobody_has_touched() -> None:
    first, second = Widget("s", "k", default="one"), Widget("s", "k", default="two")
    for follows, seen in ((False, "one"), (True, "two")):
        run = ideal("A", follows_defaults=follows).rerun()
        run.draw(first)
        run = run.leave().rerun()
        assert run.draw(second) == seen
        run = run.leave().edit(second, "mine").rerun()
        assert run.draw(first) == "mine"
