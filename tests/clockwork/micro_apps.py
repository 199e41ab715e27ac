"""Micro-apps, with what goes wrong in them on each release, from what was measured in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from keylint.clockwork import Keeping, Leave
from tests.clockwork.language import (
    CLICK,
    Both,
    Changes,
    Has,
    Holds,
    Is,
    Kept,
    Lacks,
    MicroApp,
    Returned,
    Variable,
    delete,
    draw,
    keep_alive,
    leave,
    read,
    write,
)
from tests.clockwork.symptoms import Symptom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.streamlit.versions import Version
    from tests.clockwork.language import Statement

V28: Final[Version] = (1, 28, 2)
V40: Final[Version] = (1, 40, 2)
V52: Final[Version] = (1, 52, 2)
V59: Final[Version] = (1, 59, 2)
V67: Final[Version] = (1, 67, 0)
ALL: Final = (V28, V40, V52, V59, V67)

Expected = frozenset[Symptom]
NOTHING: Final[Expected] = frozenset()
SHOWN: Final[Expected] = frozenset({Symptom.SHOWN})
READ: Final[Expected] = frozenset({Symptom.READ})
LOST: Final[Expected] = SHOWN | READ
IGNORED: Final[Expected] = frozenset({Symptom.IGNORED})


@dataclass(frozen=True)
class Case:
    name: str
    app: MicroApp
    expected: Mapping[Version, Expected]
    acts: int = 5
    edits: int = 2


def always(expected: Expected, *versions: Version) -> dict[Version, Expected]:
    return dict.fromkeys(versions or ALL, expected)


VIEW: Final = {"view": Variable(("Edit", "Table"))}
EDIT, TABLE = Is("view", "Edit"), Is("view", "Table")
GATE: Final = {"ok": Variable(("yes", "no"), Changes.DATA)}
CLOSED: Final = leave(Leave.STOP, when=Is("ok", "no"))
SEED: Final = write("perm", "seed", when=Lacks("perm"))
SAVE: Final[tuple[Statement, ...]] = (write("perm", Kept("w")),)
M: Final = read("metric", "perm")


def one_page(*statements: Statement, variables: dict[str, Variable] | None = None) -> MicroApp:
    return MicroApp({"p": statements}, variables or {})


def two_pages(first: tuple[Statement, ...], second: tuple[Statement, ...], **variables: Variable) -> MicroApp:
    return MicroApp({"A": first, "B": second}, variables)


def framed(frame: Statement, first: tuple[Statement, ...], second: tuple[Statement, ...], **v: Variable) -> MicroApp:
    return MicroApp({"A": first, "B": second}, v, (frame,))


CASES: Final = (
    # A widget that is hidden, or left behind.
    Case("hidden, its value returned", one_page(draw("w", "k", when=EDIT), variables=VIEW), always(SHOWN)),
    Case("hidden, without a key", one_page(draw("w", when=EDIT), variables=VIEW), always(SHOWN)),
    Case("never hidden", one_page(draw("w", "k"), variables=VIEW), always(NOTHING)),
    Case("read while hidden", one_page(draw("w", "k", when=EDIT), read("m", "k"), variables=VIEW), always(LOST)),
    Case("read on another page", two_pages((draw("w", "k"),), (read("m", "k"),)), always(LOST)),
    Case("the same key on two pages", two_pages((draw("w", "k"),), (draw("x", "k"),)), always(SHOWN)),
    Case(
        "the same key in both branches, other labels",
        one_page(draw("w", "k", when=EDIT), draw("x", "k", when=TABLE), variables=VIEW),
        always(SHOWN, V28, V40) | always(NOTHING, V52, V59, V67),
    ),
    Case(
        "drawn by the entrypoint",
        framed(draw("w", "k"), (), (read("m", "k"),)),
        always(NOTHING, V40, V52, V59, V67),
    ),
    Case(
        "drawn by the entrypoint, the script switches the page",
        framed(draw("w", "k"), (leave(Leave.SWITCH_PAGE, "B", when=Is("go", "yes")),), (read("m", "k"),), go=CLICK),
        always(READ, V40, V52, V59, V67),
    ),
    Case("data decides", one_page(draw("w", "k", when=Is("ok", "yes")), variables=GATE), always(SHOWN)),
    Case(
        "fixed for the session",
        one_page(
            leave(Leave.STOP, when=Is("env", "no")),
            draw("w", "k"),
            variables={"env": Variable(("yes", "no"), Changes.NEVER)},
        ),
        always(NOTHING),
    ),
    Case(
        "a dialog's field, read outside",
        one_page(draw("w", "k", when=Is("open", "yes")), read("m", "k"), variables={"open": Variable(("yes", "no"))}),
        always(LOST),
    ),
    Case(
        "below a button",
        one_page(draw("w", "k", when=Is("go", "yes")), variables={"go": CLICK}),
        always(SHOWN),
    ),
    Case(
        "a wizard, read at its end",
        one_page(
            write("step", "1", when=Lacks("step")),
            write("step", "2", when=Is("next", "yes")),
            write("step", "1", when=Is("back", "yes")),
            draw("w", "k", when=Holds("step", "1")),
            read("m", "k", when=Holds("step", "2")),
            variables={"next": CLICK, "back": CLICK},
        ),
        always(LOST),
        acts=6,
    ),
    # First values that the app writes.
    Case(
        "seeded while missing, hidden",
        one_page(write("k", "seed", when=Lacks("k")), draw("w", "k", when=EDIT), read("m", "k"), variables=VIEW),
        always(LOST),
    ),
    Case(
        "seeded on one page, drawn on another, not edited",
        two_pages((write("k", "seed", when=Lacks("k")),), (draw("w", "k"),)),
        always(SHOWN, V28, V40, V52, V59) | always(NOTHING, V67),
        edits=0,
    ),
    Case(
        "seeded on one page, drawn on another, edited",
        two_pages((write("k", "seed", when=Lacks("k")), read("m", "k")), (draw("w", "k"),)),
        always(LOST),
    ),
    Case("assigned in every run", one_page(write("k", "seed"), draw("w", "k")), always(IGNORED)),
    Case(
        "a default that another widget's callback changes",
        one_page(
            draw("m", "m", callback=(write("limit", "big", when=Holds("m", "u1")),)),
            draw("w", "k", Kept("limit", "d")),
        ),
        always(NOTHING),
        edits=1,
    ),
    # Keep-alives.
    Case(
        "kept alive before the widget, on every page, with a seed",
        two_pages(
            (keep_alive("k"), write("k", "seed", when=Lacks("k")), read("m", "k")), (keep_alive("k"), draw("w", "k"))
        ),
        always(NOTHING),
    ),
    Case(
        "kept alive on every page",
        two_pages((keep_alive("k"), draw("w", "k")), (keep_alive("k"), read("m", "k"))),
        always(NOTHING),
    ),
    Case(
        "kept alive by the entrypoint",
        framed(keep_alive("k"), (draw("w", "k"),), (read("m", "k"),)),
        always(NOTHING, V40, V52, V59, V67),
    ),
    Case(
        "kept alive on the widget's page only",
        two_pages((keep_alive("k"), draw("w", "k")), (read("m", "k"),)),
        always(LOST),
    ),
    Case(
        "kept alive on the other page only",
        two_pages((draw("w", "k"),), (keep_alive("k"), read("m", "k"))),
        always(LOST, V40, V52, V59, V67),
    ),
    Case(
        "kept alive, hidden",
        one_page(keep_alive("k"), draw("w", "k", when=EDIT), read("m", "k"), variables=VIEW),
        always(NOTHING),
    ),
    Case(
        "kept alive in the other branch only",
        one_page(keep_alive("k", when=TABLE), draw("w", "k", when=EDIT), variables=VIEW),
        always(SHOWN),
    ),
    Case(
        "kept alive after the widget's branch",
        one_page(draw("w", "k", when=EDIT), keep_alive("k", when=TABLE), variables=VIEW),
        always(SHOWN),
    ),
    Case(
        "kept alive on every page, a fragment",
        two_pages(
            (keep_alive("k"), draw("w", "k"), draw("f", "in", fragment="F")),
            (keep_alive("k"), read("m", "k"), keep_alive("in")),
        ),
        always(LOST, V40, V52, V59, V67),
    ),
    # Another key that remembers.
    Case(
        "saved by a callback, restored by value=",
        one_page(SEED, draw("w", "w", Kept("perm", "d"), when=EDIT, callback=SAVE), M, variables=VIEW),
        always(NOTHING),
    ),
    Case(
        "saved by a callback, assigned before the widget",
        one_page(
            SEED, write("w", Kept("perm", "d"), when=EDIT), draw("w", "w", when=EDIT, callback=SAVE), M, variables=VIEW
        ),
        always(NOTHING),
    ),
    Case(
        "saved by a callback, assigned before the widget while missing",
        one_page(
            SEED,
            write("w", Kept("perm", "d"), when=Both(EDIT, Lacks("w"))),
            draw("w", "w", when=EDIT, callback=SAVE),
            M,
            variables=VIEW,
        ),
        always(NOTHING),
    ),
    Case(
        "the same behind st.stop(), assigned always",
        one_page(SEED, CLOSED, write("w", Kept("perm", "d")), draw("w", "w", callback=SAVE), M, variables=GATE),
        always(NOTHING),
    ),
    Case(
        "the same behind st.stop(), assigned while missing",
        one_page(
            SEED,
            CLOSED,
            write("w", Kept("perm", "d"), when=Lacks("w")),
            draw("w", "w", callback=SAVE),
            M,
            variables=GATE,
        ),
        always(LOST),
    ),
    Case(
        "restored too early",
        one_page(
            SEED,
            write("w", Kept("perm", "d"), when=Lacks("w")),
            draw("w", "w", when=EDIT, callback=SAVE),
            M,
            variables=VIEW,
        ),
        always(LOST, V28, V40, V52, V59, V67),
    ),
    Case(
        "assigned to itself in its callback",
        one_page(draw("w", "k", when=EDIT, callback=(write("k", Kept("k")),)), read("m", "k"), variables=VIEW),
        always(LOST),
    ),
    Case(
        "copied, never restored",
        one_page(draw("w", "k", when=EDIT), write("copy", Returned("w"), when=EDIT), read("m", "copy"), variables=VIEW),
        always(LOST),
    ),
    Case(
        "restored from its own key", one_page(draw("w", "k", Kept("k", "d"), when=EDIT), variables=VIEW), always(SHOWN)
    ),
    Case(
        "written back, without a key",
        one_page(SEED, draw("w", None, Kept("perm", "d")), write("perm", Returned("w"))),
        always(SHOWN | IGNORED),
        edits=3,
    ),
    Case(
        "written back, with a key",
        one_page(SEED, draw("w", "k", Kept("perm", "d")), write("perm", Returned("w"))),
        always(SHOWN | IGNORED, V28, V40) | always(NOTHING, V52, V59, V67),
        edits=3,
    ),
    Case(
        "written back, with a key, hidden",
        one_page(
            SEED, draw("w", "k", Kept("perm", "d"), when=EDIT), write("perm", Returned("w"), when=EDIT), variables=VIEW
        ),
        always(NOTHING, V52, V59, V67),
    ),
    Case(
        "copied, and restored by value=",
        one_page(
            draw("w", "k", Kept("copy", "d"), when=EDIT),
            write("copy", Returned("w"), when=EDIT),
            read("m", "copy"),
            variables=VIEW,
        ),
        always(NOTHING, V52, V59, V67),
    ),
    # persist_state.
    Case(
        "persisted for the page, hidden",
        one_page(draw("w", "k", keeping=Keeping.PAGE, when=EDIT), read("m", "k"), variables=VIEW),
        always(NOTHING, V59, V67),
    ),
    Case(
        "persisted for the session, another page",
        two_pages((draw("w", "k", keeping=Keeping.SESSION),), (read("m", "k"),)),
        always(NOTHING, V59, V67),
    ),
    Case(
        "persisted for the page, another page",
        two_pages((draw("w", "k", keeping=Keeping.PAGE),), (read("m", "k"),)),
        always(LOST, V59, V67),
    ),
    Case(
        "persisted for the session on one of two pages",
        two_pages((draw("w", "k", keeping=Keeping.SESSION),), (draw("x", "k"),)),
        always(SHOWN, V59, V67),
    ),
    Case(
        "persisted for the session on both pages",
        two_pages((draw("w", "k", keeping=Keeping.SESSION),), (draw("x", "k", keeping=Keeping.SESSION),)),
        always(NOTHING, V59, V67),
    ),
    Case(
        "persisted for the page on both pages",
        two_pages((draw("w", "k", keeping=Keeping.PAGE),), (draw("x", "k", keeping=Keeping.PAGE),)),
        always(SHOWN, V59, V67),
    ),
    Case(
        "persisted for the session, st.stop()",
        one_page(CLOSED, draw("w", "k", keeping=Keeping.SESSION), variables=GATE),
        always(NOTHING, V59, V67),
    ),
    Case(
        "persisted for the page, kept alive on the other",
        two_pages((draw("w", "k", keeping=Keeping.PAGE), keep_alive("z")), (keep_alive("k"),)),
        always(SHOWN, V59, V67),
    ),
    Case(
        "bound to the address, hidden",
        one_page(draw("w", "k", keeping=Keeping.QUERY, when=EDIT), read("m", "k"), variables=VIEW),
        always(NOTHING, V59, V67),
    ),
    # Gates and endings.
    Case("behind st.stop()", one_page(CLOSED, draw("w", "k"), variables=GATE), always(SHOWN)),
    Case(
        "behind st.stop(), read above", one_page(read("m", "k"), CLOSED, draw("w", "k"), variables=GATE), always(LOST)
    ),
    Case(
        "behind an exception",
        one_page(leave(Leave.EXCEPTION, when=Is("ok", "no")), draw("w", "k"), variables=GATE),
        always(SHOWN),
    ),
    Case(
        "a gate that only opens",
        one_page(
            write("user", "yes", when=Is("login", "yes")),
            leave(Leave.STOP, when=Lacks("user")),
            draw("w", "k"),
            variables={"login": CLICK},
        ),
        always(NOTHING),
    ),
    Case(
        "a gate that closes again",
        one_page(
            write("user", "yes", when=Is("login", "yes")),
            delete("user", when=Both(Is("logout", "yes"), Has("user"))),
            leave(Leave.STOP, when=Lacks("user")),
            draw("w", "k"),
            variables={"login": CLICK, "logout": CLICK},
        ),
        always(SHOWN),
    ),
    Case(
        "st.rerun() above the widget",
        one_page(leave(Leave.RERUN, when=Is("go", "yes")), draw("w", "k"), read("m", "k"), variables={"go": CLICK}),
        always(READ, V28, V40, V52, V59) | always(NOTHING, V67),
    ),
    Case(
        "read in a run that ends with st.rerun()",
        one_page(
            draw("w", "k", when=EDIT),
            read("m", "k", when=Is("ask", "yes")),
            leave(Leave.RERUN, when=Is("ask", "yes")),
            variables={**VIEW, "ask": CLICK},
        ),
        always(LOST),
    ),
    # What the app does on purpose.
    Case(
        "reset by del and a seed",
        one_page(
            delete("k", when=Both(Is("go", "yes"), Has("k"))),
            write("k", "seed", when=Is("go", "yes")),
            draw("w", "k"),
            variables={"go": CLICK},
        ),
        always(NOTHING),
    ),
    Case(
        "kept alive, deleted by a click",
        one_page(
            keep_alive("k"),
            delete("k", when=Both(Is("go", "yes"), Both(TABLE, Has("k")))),
            draw("w", "k", when=EDIT),
            variables={**VIEW, "go": CLICK},
        ),
        always(NOTHING),
    ),
    Case(
        "assigned after the widget",
        one_page(draw("w", "k"), write("k", "reset", when=Is("go", "yes")), variables={"go": CLICK}),
        always(frozenset({Symptom.RAISED})),
    ),
)
