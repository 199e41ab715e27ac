"""What was measured of Streamlit, in a browser where one is involved, holds of the clockwork: one row a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from keylint.clockwork import Cause, Keeping, Leave, Widget, opened
from keylint.clockwork.widgets import identify
from keylint.streamlit.versions import version_label
from tests.clockwork.language import (
    ABSENT,
    CLICK,
    Choose,
    Click,
    Edit,
    GoTo,
    Holds,
    Is,
    Kept,
    Lacks,
    MicroApp,
    Rerun,
    Returned,
    Variable,
    delete,
    draw,
    keep_alive,
    leave,
    read,
    write,
)
from tests.clockwork.micro_apps import ALL, EDIT, TABLE, V28, V40, V52, V59, V67, VIEW
from tests.clockwork.playing import play

if TYPE_CHECKING:
    from keylint.streamlit.versions import Version
    from tests.clockwork.language import Act, Statement

NEWER = (V40, V52, V59, V67)
PERSISTING = (V59, V67)
V36, V50, V53, V54, V62, V63, V64, V65 = [(1, minor, 0) for minor in (36, 50, 53, 54, 62, 63, 64, 65)]
TOP, END = read("top", "k"), read("end", "k")
HIDE, SHOW, GO, ASK = Choose("view", "Table"), Choose("view", "Edit"), Choose("go", "yes"), Choose("ask", "yes")
HELLO = Edit("w", "hello")
BRANCH = draw("w", "k", when=EDIT)


@dataclass(frozen=True)
class Step:
    """`seen` is what reads, by label, and draws, by site, give in the run (the last one where there are several)."""

    act: Act
    seen: dict[str, Any]
    shows: dict[str, Any] = field(default_factory=dict)
    error: Cause | None = None


def step(act: Act, *, shows: dict[str, Any] | None = None, error: Cause | None = None, **seen: Any) -> Step:
    return Step(act, seen, shows or {}, error)


@dataclass(frozen=True)
class Fact:
    name: str
    app: MicroApp
    steps: tuple[Step, ...]
    versions: tuple[Version, ...] = ALL


def fact(name: str, app: MicroApp, *steps: Step, on: tuple[Version, ...] = ALL) -> Fact:
    return Fact(name, app, steps, on)


def page(*statements: Statement, **variables: Variable) -> MicroApp:
    return MicroApp({"A": statements}, {**VIEW, "go": CLICK, "ask": CLICK, **variables})


def pages(
    first: tuple[Statement, ...], *others: tuple[Statement, ...], frame: tuple[Statement, ...] | None = None
) -> MicroApp:
    named = {"A": first, **dict(zip("BC", others, strict=False))}
    return MicroApp(named, {**VIEW, "go": CLICK, "ask": CLICK}, frame)


A, B, C = GoTo("A"), GoTo("B"), GoTo("C")
STOPS = leave(Leave.STOP, when=TABLE)
SWITCH = leave(Leave.SWITCH_PAGE, "B", when=Is("go", "yes"))
KEPT_PAGE, KEPT_SESSION = draw("w", "k", keeping=Keeping.PAGE), draw("w", "k", keeping=Keeping.SESSION)
SAVE: tuple[Statement, ...] = (write("perm", Kept("k")),)
PERM = read("perm", "perm")
SEED = write("perm", "seed", when=Lacks("perm"))

FACTS = (
    fact(
        "1: a hidden widget's key is there in the hiding run, gone in the next, and the default comes back",
        page(TOP, BRANCH, END),
        step(HELLO, top="hello", w="hello"),
        step(HIDE, top="hello", end="hello"),
        step(Rerun(), top=ABSENT, end=ABSENT),
        step(SHOW, top=ABSENT, w="d"),
    ),
    fact("1: one hidden run is enough", page(TOP, BRANCH), step(HELLO), step(HIDE), step(SHOW, top=ABSENT, w="d")),
    fact(
        "1: without a key likewise", page(draw("w", when=EDIT)), step(HELLO, w="hello"), step(HIDE), step(SHOW, w="d")
    ),
    fact(
        "2: another page reads the key in its first run, before 1.36",
        pages((draw("w", "k"),), (TOP, END)),
        step(HELLO),
        step(B, top="hello", end="hello"),
        step(Rerun(), top=ABSENT),
        step(A, w="d"),
        on=(V28,),
    ),
    fact(
        "2: another page does not find the key, from 1.36",
        pages((draw("w", "k"),), (TOP, END)),
        step(HELLO),
        step(B, top=ABSENT, end=ABSENT),
        step(A, w="d"),
        on=(V36, *NEWER),
    ),
    fact(
        "2: the same key on both pages",
        pages((TOP, draw("w", "k")), (TOP, draw("w", "k"))),
        step(HELLO),
        step(B, w="d"),
        step(A, w="d"),
    ),
    fact(
        "3: a widget of the entrypoint stays when the user goes to a page",
        pages((), (), frame=(TOP, draw("w", "k"))),
        step(HELLO),
        step(B, top="hello", w="hello", shows={"w": "hello"}),
        step(A, top="hello", w="hello"),
        on=NEWER,
    ),
    fact(
        "3, 29: it misses one run when the script switches the page",
        pages((SWITCH,), (), frame=(TOP, draw("w", "k"))),
        step(HELLO),
        step(GO, top=ABSENT, w="d", shows={"w": "hello"}),
        step(Rerun(), top="hello", w="hello"),
        on=NEWER,
    ),
    fact(
        'persist_state="session" survives hiding',
        page(TOP, draw("w", "k", keeping=Keeping.SESSION, when=EDIT)),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, top="hello", w="hello", shows={"w": "hello"}),
        step(Rerun(), w="hello"),
        on=PERSISTING,
    ),
    fact(
        "5: it survives other pages",
        pages((KEPT_SESSION,), (TOP,)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top="hello"),
        step(A, w="hello", shows={"w": "hello"}),
        on=PERSISTING,
    ),
    fact(
        "5: it survives st.stop()",
        page(TOP, STOPS, KEPT_SESSION),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, w="hello", shows={"w": "hello"}),
        step(Rerun(), w="hello"),
        on=PERSISTING,
    ),
    fact(
        "5: del while it is hidden resets it",
        page(draw("w", "k", keeping=Keeping.SESSION, when=EDIT), delete("k", when=Is("go", "yes"))),
        step(HELLO),
        step(HIDE),
        step(GO),
        step(SHOW, w="d", shows={"w": "d"}),
        on=PERSISTING,
    ),
    fact(
        "5: a write while it is hidden wins",
        page(draw("w", "k", keeping=Keeping.SESSION, when=EDIT), write("k", "x", when=Is("go", "yes"))),
        step(HELLO),
        step(HIDE),
        step(GO),
        step(SHOW, w="x", shows={"w": "x"}),
        on=PERSISTING,
    ),
    fact(
        'persist_state="page" survives hiding',
        page(TOP, draw("w", "k", keeping=Keeping.PAGE, when=EDIT)),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, w="hello", shows={"w": "hello"}),
        on=PERSISTING,
    ),
    fact(
        "5, 30: it is there in the first run of another page, then it is gone",
        pages((KEPT_PAGE,), (TOP,)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top=ABSENT),
        step(A, w="d"),
        on=PERSISTING,
    ),
    fact(
        "37: kept alive on another page, it draws its default all the same",
        pages((TOP, KEPT_PAGE), (keep_alive("k"), TOP)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top="hello"),
        step(A, top="hello", w="d", shows={"w": "d"}),
        on=PERSISTING,
    ),
    fact(
        "6: session and session share",
        pages((KEPT_SESSION,), (draw("x", "k", keeping=Keeping.SESSION),)),
        step(HELLO),
        step(B, x="hello", shows={"x": "hello"}),
        step(Edit("x", "two"), x="two"),
        step(A, w="two", shows={"w": "two"}),
        on=PERSISTING,
    ),
    fact(
        "6: session and plain: edits of the plain one are lost",
        pages((KEPT_SESSION,), (draw("x", "k"),)),
        step(HELLO),
        step(B, x="hello"),
        step(Edit("x", "two"), x="two"),
        step(A, w="hello"),
        on=(V67,),
    ),
    fact(
        "6: plain and session",
        pages((draw("w", "k"),), (draw("x", "k", keeping=Keeping.SESSION),)),
        step(HELLO),
        step(B, x="d"),
        on=PERSISTING,
    ),
    fact(
        "6: page and page",
        pages((KEPT_PAGE,), (TOP, draw("x", "k", keeping=Keeping.PAGE))),
        step(HELLO),
        step(B, top="hello", x="d", shows={"x": "d"}),
        step(A, w="d"),
        on=PERSISTING,
    ),
    fact(
        "7a: kept alive on every page",
        pages((keep_alive("k"), draw("w", "k")), (keep_alive("k"), TOP)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top="hello"),
        step(A, w="hello", shows={"w": "hello"}),
        on=NEWER,
    ),
    fact(
        "7b: kept alive by the entrypoint",
        pages((draw("w", "k"),), (TOP,), frame=(keep_alive("k"),)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top="hello"),
        step(A, w="hello", shows={"w": "hello"}),
        on=NEWER,
    ),
    fact(
        "7: only on the page without the widget",
        pages((draw("w", "k"),), (keep_alive("k"), TOP)),
        step(HELLO),
        step(B, top=ABSENT),
        on=NEWER,
    ),
    fact(
        "7: only on the page with the widget: one more run",
        pages((keep_alive("k"), draw("w", "k")), (TOP,)),
        step(HELLO),
        step(B, top="hello"),
        step(Rerun(), top=ABSENT),
        on=NEWER,
    ),
    fact(
        "7c: only in the hidden branch: a ghost for one run",
        page(TOP, keep_alive("k", when=TABLE), BRANCH),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, top="hello", w="hello", shows={"w": "d"}),
        step(Rerun(), w="d"),
        on=(V40, V52, V59),
    ),
    fact(
        "8: the key of a button cannot be assigned",
        page(draw("b", "b", command="button"), write("b", "x", when=Is("never", "yes")), never=Variable(("no", "yes"))),
        step(Click("b"), b=True),
        step(Rerun(), b=False),
    ),
    fact(
        "8: an assigned key of a button raises where it is drawn",
        page(write("b", "x", when=Is("go", "yes")), draw("b", "b", command="button")),
        step(GO, error=Cause.NOT_SETTABLE),
    ),
    fact(
        "9: assigning it to itself in its callback keeps it for one run at most",
        page(TOP, draw("w", "k", when=EDIT, callback=(write("k", Kept("k")),))),
        step(HELLO, top="hello", w="hello"),
        step(HIDE, top="hello"),
        step(Rerun(), top=ABSENT),
        step(SHOW, w="d"),
    ),
    fact(
        "13: a guarded first value comes back instead of the edit",
        page(write("k", "seed", when=Lacks("k")), TOP, BRANCH),
        step(Rerun(), w="seed"),
        step(HELLO, w="hello"),
        step(HIDE, top="hello"),
        step(Rerun(), top="seed"),
    ),
    fact(
        "14: a key given in an earlier run than the widget's first: seen for one run, until 1.64",
        pages((write("k", "data", when=Lacks("k")),), (TOP, draw("w", "k"))),
        step(B, top="data", w="data", shows={"w": "d"}),
        step(Rerun(), top="d", w="d"),
        on=(V28, V40, V52, V59, V64),
    ),
    fact(
        "14: it is adopted from 1.65",
        pages((write("k", "data", when=Lacks("k")),), (TOP, draw("w", "k"))),
        step(B, top="data", w="data", shows={"w": "data"}),
        step(Rerun(), w="data"),
        on=(V65, V67),
    ),
    fact(
        "14: after leaving, the key is back at its first value",
        pages((write("k", "data", when=Lacks("k")), TOP), (draw("w", "k"),), (TOP,)),
        step(B, w="data"),
        step(HELLO, w="hello"),
        step(C, top="data"),
        step(B, w="data"),
        step(A, top="data"),
        on=NEWER,
    ),
    fact(
        "15: written back without a key, every second edit is lost",
        page(SEED, draw("w", None, Kept("perm", "d")), write("perm", Returned("w"))),
        step(Edit("w", "1"), w="1"),
        step(Edit("w", "2"), w="1"),
        step(Edit("w", "3"), w="3"),
        step(Edit("w", "4"), w="3"),
    ),
    fact(
        "15: with a key, before it was the identity, likewise",
        page(SEED, draw("w", "k", Kept("perm", "d")), write("perm", Returned("w"))),
        step(Edit("w", "1"), w="1"),
        step(Edit("w", "2"), w="1"),
        on=(V28, V40, (1, 49, 1)),
    ),
    fact(
        "15: with a key, since it is the identity, none is",
        page(SEED, draw("w", "k", Kept("perm", "d")), write("perm", Returned("w"))),
        step(Edit("w", "1"), w="1"),
        step(Edit("w", "2"), w="2"),
        step(Edit("w", "3"), w="3"),
        on=(V50, V52, V59, V67),
    ),
    fact(
        "16: a key cannot be assigned after its widget",
        page(draw("w", "k"), write("k", "x", when=Is("go", "yes"))),
        step(GO, error=Cause.WRITTEN_AFTER_WIDGET),
        step(Rerun(), w="d"),
    ),
    fact(
        "16: it can be deleted",
        page(draw("w", "k"), delete("k"), END),
        step(Rerun(), end=ABSENT),
        step(Rerun(), end=ABSENT),
    ),
    fact(
        "16: a callback assigns, and wins",
        page(draw("w", "k", callback=(write("k", "called"),))),
        step(HELLO, w="called", shows={"w": "called"}),
    ),
    fact(
        "16: before the widget, it wins too",
        page(write("k", "reset", when=Is("go", "yes")), draw("w", "k")),
        step(HELLO),
        step(GO, w="reset", shows={"w": "reset"}),
        step(Rerun(), w="reset"),
    ),
    fact("17: one key twice", page(draw("w", "k"), draw("x", "k", when=TABLE)), step(HIDE, error=Cause.DRAWN_TWICE)),
    fact(
        "17: one widget without a key twice",
        page(draw("w"), draw("w", when=TABLE)),
        step(HIDE, error=Cause.DRAWN_TWICE),
    ),
    fact(
        "17: one key in either branch, the same label",
        page(draw("w", "k", when=EDIT), draw("w", "k", when=TABLE)),
        step(HELLO),
        step(HIDE, w="hello", shows={"w": "hello"}),
    ),
    fact(
        "17: another label, before the key is the identity",
        page(TOP, draw("w", "k", when=EDIT), draw("x", "k", when=TABLE)),
        step(HELLO),
        step(HIDE, top="hello", x="d"),
        on=(V28, V40),
    ),
    fact(
        "17: another label, since it is",
        page(TOP, draw("w", "k", when=EDIT), draw("x", "k", when=TABLE)),
        step(HELLO),
        step(HIDE, top="hello", x="hello", shows={"x": "hello"}),
        on=(V52, V59, V67),
    ),
    fact(
        "17: another command resets",
        page(TOP, draw("w", "k", when=EDIT), draw("x", "k", command="text_area", when=TABLE)),
        step(HELLO),
        step(HIDE, top="hello", x="d"),
    ),
    fact(
        "18: below a button the widget is gone one run later",
        page(TOP, draw("w", "k", when=Is("go", "yes"))),
        step(GO, w="d"),
        step(HELLO, top="hello"),
        step(Rerun(), top=ABSENT),
        step(GO, w="d"),
    ),
    fact(
        "18: a rerun of the fragment drops what it no longer draws",
        page(TOP, draw("inner", "i", fragment="F"), draw("w", "k", fragment="F", when=Holds("i", "d")), draw("y", "o")),
        step(HELLO),
        step(Edit("y", "out")),
        step(Edit("inner", "x"), inner="x"),
        step(Rerun(), top=ABSENT, y="out"),
        on=NEWER,
    ),
    fact(
        "18: a whole run drops a fragment that it does not call",
        page(TOP, draw("w", "k", fragment="F", when=EDIT)),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top=ABSENT),
        step(SHOW, w="d"),
        on=NEWER,
    ),
    fact(
        "19: an option that disappears resets",
        page(
            draw("w", "k", command="selectbox", options=("a", "b", "c"), default="a", when=EDIT),
            draw("w", "k", command="selectbox", options=("x", "b"), default="x", when=TABLE),
        ),
        step(Edit("w", "c"), w="c"),
        step(HIDE, w="x", shows={"w": "x"}),
    ),
    fact(
        "19: options that change reset, before 1.53",
        page(
            draw("w", "k", command="selectbox", options=("a", "b"), default="a", when=EDIT),
            draw("w", "k", command="selectbox", options=("x", "b"), default="x", when=TABLE),
        ),
        step(Edit("w", "b"), w="b"),
        step(HIDE, w="x"),
        on=(V28, V40, V52),
    ),
    fact(
        "19: a chosen option that stays is kept, from 1.53",
        page(
            draw("w", "k", command="selectbox", options=("a", "b"), default="a", when=EDIT),
            draw("w", "k", command="selectbox", options=("x", "b"), default="x", when=TABLE),
        ),
        step(Edit("w", "b"), w="b"),
        step(HIDE, w="b", shows={"w": "b"}),
        on=(V53, V59, V67),
    ),
    fact(
        "19: a preset that is no option raises on old releases",
        page(
            write("k", "gone", when=Lacks("k")),
            draw("w", "k", command="radio", options=("a", "b"), default="a", when=TABLE),
        ),
        step(HIDE),
        on=(V28, V40),
    ),
    fact(
        "0.3, 22: st.rerun() above the widget, before 1.64: missing for one run",
        page(leave(Leave.RERUN, when=Is("go", "yes")), TOP, draw("w", "k")),
        step(HELLO),
        step(GO, top=ABSENT, w="d", shows={"w": "hello"}),
        step(Rerun(), top="hello", w="hello"),
        on=(V28, V40, V52, V62, V63),
    ),
    fact(
        "22: from 1.64 it costs nothing",
        page(leave(Leave.RERUN, when=Is("go", "yes")), TOP, draw("w", "k")),
        step(HELLO),
        step(GO, top="hello", w="hello"),
        on=(V64, V65, V67),
    ),
    fact(
        "0.4: behind st.stop() the value stays on the server, but the widget comes back at its default and wipes it",
        page(TOP, STOPS, draw("w", "k")),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, top="hello", w="hello", shows={"w": "d"}),
        step(Rerun(), top="d", w="d"),
    ),
    fact(
        "0.4: behind an exception likewise",
        page(TOP, leave(Leave.EXCEPTION, when=TABLE), draw("w", "k")),
        step(HELLO),
        step(HIDE, top="hello"),
        step(SHOW, w="hello", shows={"w": "d"}),
        step(Rerun(), w="d"),
    ),
    fact(
        "23: restored while missing, behind st.stop(): the default reaches the saving callback",
        page(PERM, SEED, STOPS, write("k", Kept("perm"), when=Lacks("k")), draw("w", "k", callback=SAVE)),
        step(HELLO, w="hello"),
        step(HIDE, perm="hello"),
        step(SHOW, shows={"w": "d"}),
        step(Rerun(), perm="d"),
    ),
    fact(
        "23: restored in every run: it holds",
        page(PERM, SEED, STOPS, write("k", Kept("perm")), draw("w", "k", callback=SAVE)),
        step(HELLO, w="hello"),
        step(HIDE, perm="hello"),
        step(SHOW, shows={"w": "hello"}),
        step(Rerun(), perm="hello", w="hello"),
    ),
    fact(
        "24: assigned in every run, a form's draft is gone with the next run outside",
        page(
            SEED,
            write("k", Kept("perm")),
            draw("w", "k", form="F"),
            draw("save", command="form_submit_button", form="F", callback=SAVE),
            PERM,
        ),
        step(HELLO, shows={"w": "hello"}),
        step(Rerun(), w="seed", shows={"w": "seed"}),
    ),
    fact(
        "24: assigned while missing, it stays, and is saved",
        page(
            SEED,
            write("k", Kept("perm"), when=Lacks("k")),
            draw("w", "k", form="F"),
            draw("save", command="form_submit_button", form="F", callback=SAVE),
            PERM,
        ),
        step(HELLO, shows={"w": "hello"}),
        step(Rerun(), w="seed", shows={"w": "hello"}),
        step(Click("save"), save=True, w="hello", perm="hello"),
        step(Rerun(), save=False, w="hello"),
    ),
    fact(
        "25: after a rerun of a fragment, a keep-alive does not hold over a change of page",
        pages((keep_alive("k"), draw("w", "k"), draw("f", "i", fragment="F")), (keep_alive("k"), TOP)),
        step(HELLO),
        step(Edit("f", "x")),
        step(B, top=ABSENT),
        on=NEWER,
    ),
    fact(
        "25: persist_state does",
        pages((KEPT_SESSION, draw("f", "i", fragment="F")), (TOP,)),
        step(HELLO),
        step(Edit("f", "x")),
        step(B, top="hello"),
        on=PERSISTING,
    ),
    fact(
        "26: in a form behind st.stop(), restored while missing: the submit saves the default",
        page(
            PERM,
            SEED,
            STOPS,
            write("k", Kept("perm"), when=Lacks("k")),
            draw("w", "k", form="F"),
            draw("save", command="form_submit_button", form="F", callback=SAVE),
        ),
        step(HELLO),
        step(Click("save"), perm="hello"),
        step(HIDE),
        step(SHOW, shows={"w": "d"}),
        step(Click("save"), perm="d"),
        on=NEWER,
    ),
    fact(
        '27: bind="query-params" keeps a hidden value, from 1.56',
        page(TOP, draw("w", "k", keeping=Keeping.QUERY, when=EDIT)),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top="hello"),
        step(SHOW, w="hello", shows={"w": "hello"}),
        on=((1, 56, 0), V59, V67),
    ),
    fact(
        "27: not on 1.55",
        page(TOP, draw("w", "k", keeping=Keeping.QUERY, when=EDIT)),
        step(HELLO),
        step(HIDE, top="hello"),
        step(Rerun(), top=ABSENT),
        step(SHOW, w="d"),
        on=((1, 55, 0),),
    ),
    fact(
        "31: it keeps it across pages",
        pages((draw("w", "k", keeping=Keeping.QUERY),), (TOP,)),
        step(HELLO),
        step(B, top="hello"),
        step(A, w="hello", shows={"w": "hello"}),
        on=((1, 56, 0), V59, V67),
    ),
    fact(
        "28: restored while missing, also while hidden: after two hidden runs the default comes back, and is saved",
        page(PERM, SEED, write("k", Kept("perm"), when=Lacks("k")), draw("w", "k", when=EDIT, callback=SAVE)),
        step(HELLO, w="hello"),
        step(HIDE),
        step(Rerun()),
        step(SHOW, shows={"w": "d"}),
        step(Rerun(), perm="d"),
        on=(V40, V52, V59),
    ),
    fact(
        "29: st.switch_page: the keys of the page that is left are readable for one run on 1.30",
        pages((draw("w", "k"), SWITCH), (TOP,)),
        step(HELLO),
        step(GO, top="hello"),
        step(Rerun(), top=ABSENT),
        on=((1, 30, 0),),
    ),
    fact(
        "29: gone at once from 1.36; what is assigned to a key of the target right before survives",
        pages((draw("w", "k"), write("t", "given", when=Is("go", "yes")), SWITCH), (TOP, draw("x", "t"))),
        step(HELLO),
        step(GO, top=ABSENT, x="given", shows={"x": "given"}),
        step(Rerun(), x="given"),
        on=NEWER,
    ),
    fact(
        "34: fields of a dialog: readable in the closing run, gone in the next",
        page(draw("w", "k", fragment="dialog", when=EDIT), END),
        step(HELLO),
        step(HIDE, end="hello"),
        step(Rerun(), end=ABSENT),
        on=NEWER,
    ),
    fact(
        "35: a linked default is not followed, since the key is the identity",
        page(draw("m", "m", callback=(write("limit", "big"),)), draw("w", "k", Kept("limit", "d"))),
        step(Edit("m", "x"), w="d", shows={"w": "d"}),
        on=(V50, V52, V59, V67),
    ),
    fact(
        "35: it is followed before",
        page(draw("m", "m", callback=(write("limit", "big"),)), draw("w", "k", Kept("limit", "d"))),
        step(Edit("m", "x"), w="big", shows={"w": "big"}),
        on=(V28, V40),
    ),
    fact(
        "36: del of a widget that is on the screen: the default for one run, the screen keeps the user's value",
        page(delete("k", when=Is("go", "yes")), draw("w", "k")),
        step(HELLO),
        step(GO, w="d", shows={"w": "hello"}),
        step(Rerun(), w="hello"),
    ),
    fact(
        "del of a key that is not there raises",
        page(delete("k", when=Is("go", "yes"))),
        step(GO, error=Cause.NO_SUCH_KEY),
    ),
    fact(
        "an uncompacted assignment reaches the run that st.rerun() causes",
        page(write("k", "x", when=Is("go", "yes")), leave(Leave.RERUN, when=Is("go", "yes")), draw("w", "k")),
        step(HELLO),
        step(GO, w="x", shows={"w": "x"}),
        step(Rerun(), w="x"),
    ),
)

ROWS = [
    pytest.param(row, version, id=f"{row.name}-{version_label(version)}") for row in FACTS for version in row.versions
]


@pytest.mark.parametrize(("row", "version"), ROWS)
def test_fact(row: Fact, version: Version) -> None:
    played = play(row.app, opened(version, row.app.first_page), row.app.start, None)
    for number, expected in enumerate(row.steps):
        played = play(row.app, played.session, played.world, expected.act)
        run = played.runs[-1] if played.runs else None
        events = {event.name: event.value for event in run.events} if run else {}
        seen = {name: events.get(name) for name in expected.seen}
        shows = {site: played.shown.get(site) for site in expected.shows}
        error = run.error.cause if run and run.error else None
        assert (number, seen, shows, error) == (number, expected.seen, expected.shows, expected.error)


# Whether a widget with a key stays the same when a parameter changes, from the releases on both sides of each change.
IDENTITY = [
    ("text_input", "label", V40, False),
    ("text_input", "label", V50, True),
    ("text_input", "help", (1, 49, 1), False),
    ("text_input", "help", V50, True),
    ("text_input", "placeholder", V40, False),
    ("text_input", "placeholder", V52, True),
    ("text_input", "max_chars", V40, False),
    ("text_input", "max_chars", V67, False),
    ("text_input", "disabled", V40, True),
    ("text_input", "disabled", V67, True),
    ("text_input", "label_visibility", V40, True),
    ("color_picker", "label", V50, False),
    ("color_picker", "label", (1, 51, 0), True),
    ("number_input", "step", V52, False),
    ("number_input", "step", V53, True),
    ("slider", "max_value", V40, False),
    ("slider", "max_value", V67, False),
    ("text_area", "height", (1, 49, 1), False),
    ("text_area", "height", V50, True),
    ("toggle", "label", (1, 49, 1), False),
    ("toggle", "label", V50, True),
]


@pytest.mark.parametrize(("command", "parameter", "version", "same"), IDENTITY)
def test_parameters_of_a_keyed_widget(command: str, parameter: str, version: Version, same: bool) -> None:
    ids = [
        identify(Widget("site", "k", command=command, parameters=((parameter, value),)), version, "A")
        for value in ("one", "two")
    ]
    assert (ids[0] == ids[1]) == same


@pytest.mark.parametrize(
    ("command", "version", "same"),
    [
        ("text_input", (1, 49, 1), False),
        ("text_input", V50, True),
        ("slider", V50, False),
        ("slider", (1, 51, 0), True),
        ("selectbox", (1, 49, 1), False),
        ("selectbox", V50, True),
    ],
)
def test_the_default_of_a_keyed_widget(command: str, version: Version, same: bool) -> None:
    ids = [identify(Widget("site", "k", value, command), version, "A") for value in ("one", "two")]
    assert (ids[0] == ids[1]) == same


@pytest.mark.parametrize("version", ALL)
def test_without_a_key_everything_counts_and_with_one_the_page(version: Version) -> None:
    assert identify(Widget("site", default="one"), version, "A") != identify(
        Widget("site", default="two"), version, "A"
    )
    assert identify(Widget("site", "k"), version, "A") != identify(Widget("site", "k"), version, "B")
    assert identify(Widget("site", "k", frame=True), version, "A") == identify(
        Widget("site", "k", frame=True), version, "B"
    )
    assert identify(Widget("here"), version, "A") == identify(Widget("there"), version, "A")


def test_a_late_edit_of_a_widget_that_the_last_run_dropped_reaches_its_callback() -> None:
    name = Widget("site", "k", callback="save")
    run = opened(V67, "A").rerun()
    run.draw(name)
    session = run.leave().rerun().leave()
    assert session.screen == ()
    late = session.edit(name, "late").rerun()
    assert late.callbacks == ("save",)
    assert late.read("k") == "late"
    assert cast("Any", late.leave().rerun().read("k")).name == "MISSING"


def test_a_late_edit_of_a_widget_whose_key_was_deleted_does_not_find_it() -> None:
    name = Widget("site", "k", callback="save")
    run = opened(V67, "A").rerun()
    run.draw(name)
    run.delete("k")
    late = run.leave().edit(name, "late").rerun()
    assert late.callbacks == ("save",)
    assert cast("Any", late.read("k")).name == "MISSING"


def test_clear_on_submit_shows_the_default_and_stores_what_was_submitted() -> None:
    field_ = Widget("field", "k", default="", form="F")
    run = opened(V67, "A").rerun()
    run.draw(field_)
    run = run.leave().edit(field_, "hello").submit("F", clears=True).rerun()
    assert run.draw(field_) == "hello"
    session = run.leave()
    assert session.shown(field_) == ""
    run = session.rerun()
    assert run.draw(field_) == "hello"
    run = run.leave().submit("F", clears=True).rerun()
    assert run.draw(field_) == ""


def test_callback_arguments_are_those_of_the_last_drawing_run() -> None:
    run = opened(V67, "A").rerun()
    run.draw(Widget("site", "k", callback=("save", 1)))
    session = run.leave()
    run = session.rerun()
    run.draw(Widget("site", "k", callback=("save", 2)))
    session = run.leave()
    assert session.edit(Widget("site", "k"), "x").rerun().callbacks == (("save", 2),)
