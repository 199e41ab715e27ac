"""Random micro-apps, and random users of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.clockwork import Keeping, Leave
from tests.clockwork.language import (
    CLICK,
    Both,
    Choose,
    Click,
    Edit,
    GoTo,
    Has,
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
from tests.clockwork.playing import on_screen

if TYPE_CHECKING:
    from random import Random

    from keylint.streamlit.versions import Version
    from tests.clockwork.language import Act, Condition, Expression, Statement
    from tests.clockwork.playing import AnySession, World

EDIT, TABLE = Is("view", "Edit"), Is("view", "Table")
_VARIABLES = {"view": Variable(("Edit", "Table")), "go": CLICK, "ask": CLICK}
_ALL, _FEWER = ("d", "e", "f"), ("d", "e")


def generate(random: Random, version: Version, *, in_browser: bool = False) -> MicroApp:
    """An app of one or two pages that works on `version`.

    `in_browser`: also with what AppTest cannot play, which is fragments, and pages before 1.36.
    """
    several = (in_browser or version >= (1, 36, 0)) and random.random() < 0.7
    framed = several and version >= (1, 36, 0) and random.random() < 0.35
    names = ("A", "B") if several else ("A",)
    maker = _Maker(random, version, names, fragments=in_browser and version >= (1, 37, 0))
    frame = None
    if framed:
        frame = (read("frame_k", "k"), *maker.frame())
    return MicroApp({name: maker.page(name) for name in names}, dict(_VARIABLES), frame)


def random_act(random: Random, app: MicroApp, session: AnySession, world: World, count: int) -> Act:
    """What the user does next."""
    widgets = on_screen(session)
    acts: list[Act] = [Rerun()]
    for name, variable in app.variables.items():
        acts += [Choose(name, value) for value in variable.values if value != world[name]]
    acts += [GoTo(page) for page in app.pages if page != session.page] * 2
    for site, widget in widgets.items():
        if widget.is_trigger:
            acts.append(Click(site))
        elif widget.options is not None:
            acts += [Edit(site, str(option)) for option in widget.options if option != session.shown(widget)]
        else:
            acts += [Edit(site, f"u{count}")] * 2
    return random.choice(acts)


class _Maker:
    def __init__(self, random: Random, version: Version, names: tuple[str, ...], *, fragments: bool) -> None:
        self._random = random
        self._version = version
        self._names = names
        self._fragments = fragments

    def page(self, name: str) -> tuple[Statement, ...]:
        statements: list[Statement] = [read("top_k", "k"), read("top_p", "p")]
        statements += [self._state_statement() for _ in range(self._random.randint(0, 4))]
        groups = [self._widget, self._widget, self._unkeyed, self._selectbox, self._form, self._button]
        chosen = self._random.sample(groups, self._random.choice((1, 1, 2, 2, 3)))
        if self._fragments and self._random.random() < 0.7:
            chosen[0] = self._fragment
        for make in chosen:
            statements += make(name)
            if self._random.random() < 0.3:
                statements += self._leaving(name)
        if self._random.random() < 0.3:
            statements.append(write("p", self._random.choice((Returned("w"), Kept("k"))), when=self._maybe(EDIT)))
        if self._random.random() < 0.1:
            statements.append(self._state_statement())
        return (*statements, read("end_k", "k"), read("end_p", "p"), read("end_s", "s"))

    def frame(self) -> list[Statement]:
        statements: list[Statement] = []
        if self._random.random() < 0.5:
            statements.append(
                self._random.choice((keep_alive("k"), keep_alive("p"), write("p", "seed", when=Lacks("p"))))
            )
        if self._random.random() < 0.6:
            key = self._random.choice(("k", "k", "g", None))
            default, keeping, callback = self._default(), self._keeping(key), self._callback()
            statements.append(draw("frame", key, default, keeping=keeping, callback=callback))
        return statements

    def _maybe(self, *conditions: Condition) -> Condition | None:
        return self._random.choice((None, *conditions))

    def _shown_when(self) -> Condition | None:
        return self._random.choice((None, None, EDIT, EDIT, TABLE, Holds("p", "seed"), Is("ask", "no")))

    def _default(self) -> Expression:
        return self._random.choice(("d", "d", "d", Kept("p", "d"), Kept("k", "d")))

    def _keeping(self, key: str | None) -> Keeping | None:
        if key is None or self._version < (1, 59, 0):
            return None
        return self._random.choice((None, None, None, Keeping.PAGE, Keeping.SESSION))

    def _callback(self) -> tuple[Statement, ...]:
        saves: tuple[Statement, ...] = (write("p", Kept("k")),)
        keeps: tuple[Statement, ...] = (write("k", Kept("k")),)
        resets: tuple[Statement, ...] = (write("k", "reset"),)
        drops: tuple[Statement, ...] = (delete("k", when=Has("k")),)
        return self._random.choice(((), (), (), saves, saves, keeps, resets, drops))

    def _state_statement(self) -> Statement:
        random = self._random
        when = self._maybe(EDIT, TABLE, Is("ask", "yes"))
        match random.randint(0, 9):
            case 0 | 1:
                return keep_alive("k", when=when)
            case 2:
                return write("k", random.choice(("seed", Kept("p", "d"))), when=Lacks("k"))
            case 3:
                return write("k", random.choice(("seed", Kept("p", "d"))), when=when)
            case 4 | 5:
                return write("p", "seed", when=Lacks("p"))
            case 6:
                return delete("k", when=Has("k") if when is None else Both(when, Has("k")))
            case 7:
                return write("s", random.choice(("e", "f", "gone")), when=random.choice((Lacks("s"), Is("ask", "yes"))))
            case 8:
                return delete(random.choice(("k", "p", "s")), when=Is("ask", "yes"))
            case _:
                return write("p", Kept("k"), when=when)

    def _widget(self, page: str) -> list[Statement]:
        site = self._random.choice(("w", "w", "w", f"w{page}"))
        drawn = draw(
            site, "k", self._default(), keeping=self._keeping("k"), callback=self._callback(), when=self._shown_when()
        )
        if self._random.random() < 0.25:
            other = draw("v", "k", self._default(), keeping=self._keeping("k"), when=self._random.choice((TABLE, EDIT)))
            return [drawn, other]
        return [drawn]

    def _unkeyed(self, page: str) -> list[Statement]:
        drawn: Statement = draw("u", None, self._default(), callback=self._callback(), when=self._shown_when())
        return [drawn, write("p", Returned("u"))] if self._random.random() < 0.4 else [drawn]

    def _selectbox(self, page: str) -> list[Statement]:
        keeping = self._keeping("s")
        key = self._random.choice(("s", "s", None))
        if key is None:
            keeping = None
        first = draw("select", key, command="selectbox", options=_ALL, keeping=keeping, when=EDIT)
        second = draw("select", key, command="selectbox", options=_FEWER, keeping=keeping, when=TABLE)
        drawn: list[Statement] = self._random.choice(([first], [first, second], [first, second]))
        if self._random.random() < 0.4:
            when = self._random.choice((Lacks("s"), Is("ask", "yes")))
            drawn.insert(0, write("s", self._random.choice(("e", "f", "gone")), when=when))
        return drawn

    def _form(self, page: str) -> list[Statement]:
        key = self._random.choice(("k", "f", None))
        field = draw("field", key, self._default(), keeping=self._keeping(key), form="F", when=self._shown_when())
        submit = draw("submit", command="form_submit_button", form="F", callback=self._callback())
        return [field, submit]

    def _button(self, page: str) -> list[Statement]:
        button = draw("button", self._random.choice(("b", None)), command="button", callback=self._callback())
        assigned = write("b", "x", when=Is("ask", "yes"))
        return self._random.choice(([button], [button], [button], [button, assigned], [assigned, button]))

    def _fragment(self, page: str) -> list[Statement]:
        random = self._random
        inside: list[Statement] = [
            read("inside_k", "k", fragment="G"),
            draw(
                "inner",
                random.choice(("i", "k", None)),
                self._default(),
                fragment="G",
                when=self._shown_when(),
                keeping=None,
                callback=self._callback(),
            ),
            read("inside_i", "i", fragment="G"),
        ]
        if random.random() < 0.4:
            inside.append(draw("inner2", "i2", self._default(), fragment="G", when=Holds("i", "d")))
        if random.random() < 0.3:
            inside.append(draw("poke", command="button", fragment="G"))
        if random.random() < 0.2:
            inside.append(leave(random.choice((Leave.RERUN, Leave.STOP)), fragment="G", when=Is("ask", "yes")))
        return [*inside, read("after_i", "i")]

    def _leaving(self, page: str) -> list[Statement]:
        match self._random.randint(0, 5):
            case 0 | 1:
                return [leave(Leave.STOP, when=self._random.choice((TABLE, Is("ask", "yes"))))]
            case 2:
                return [leave(Leave.EXCEPTION, when=self._random.choice((TABLE, Is("ask", "yes"))))]
            case 3 | 4:
                return [leave(Leave.RERUN, when=self._random.choice((Is("go", "yes"), Is("ask", "yes"))))]
            case _ if len(self._names) > 1 and self._version >= (1, 30, 0):
                target = "B" if page == "A" else "A"
                return [leave(Leave.SWITCH_PAGE, target, when=Is("go", "yes"))]
            case _:
                return []
