"""Random programs whose only unknowns are flags and lists in session state, and which draw widgets with keys.

They stay within what the symbolic run follows exactly: what the body of a loop over an unknown list assigns is read only
after the loop, or after it was assigned in the same round.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FLAGS = ("a", "b", "c")
LISTS = ("rows", "more")
_DEEPEST = 3


@dataclass(frozen=True)
class Place:
    """What code may do where it stands.

    `readable` and `texts` are the local names that hold booleans and strings; `frozen` those that must not be assigned.
    """

    depth: int = 0
    in_function: bool = False
    in_loop: bool = False
    in_while: bool = False
    in_unknown_loop: bool = False
    readable: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    frozen: frozenset[str] = frozenset()
    functions: int = 0

    def deeper(self, **changes: object) -> Place:
        return replace(self, depth=self.depth + 1, **changes)  # type: ignore[arg-type]


@dataclass
class Writer:
    """Writes one program; every decision is a question to `choose`, which gives a number from 0 to below its argument."""

    choose: Callable[[int], int]
    uses_lists: bool = True
    keys: int = 0
    names: int = 0
    signatures: list[tuple[str, ...]] = field(default_factory=list)

    def program(self) -> str:
        lines = ["import streamlit as st", "ss = st.session_state"]
        for number in range(self.choose(3)):
            lines += self.function(number)
        lines += self.block(Place(functions=len(self.signatures)), 1 + self.choose(4))
        return "\n".join(lines) + "\n"

    def pick(self, options: Sequence[str]) -> str:
        return options[self.choose(len(options))]

    def new_name(self, stem: str) -> str:
        self.names += 1
        return f"{stem}{self.names}"

    def function(self, number: int) -> Iterator[str]:
        parameters = tuple(("p", "q")[: self.choose(3)])
        place = Place(1, in_function=True, readable=parameters[:1], texts=parameters[1:], functions=number)
        default = '="d"' if len(parameters) == 2 and self.choose(2) else ""
        yield f"def f{number}({', '.join(parameters)}{default}):"
        yield from _indent(self.block(place, 1 + self.choose(3)))
        if self.choose(2):
            yield f"    return {self.test(place)}"
        self.signatures.append(parameters)

    def block(self, place: Place, length: int) -> list[str]:
        lines: list[str] = []
        for _ in range(length):
            more, place = self.statement(place)
            lines += more
        return lines or ["pass"]

    def statement(self, place: Place) -> tuple[list[str], Place]:
        simple = [self.draw, self.assign, self.assign_text, self.assign_state, self.call]
        compound = [
            self.branch, self.constant_loop, self.unknown_loop, self.while_loop, self.match, self.attempt, self.leave,
            self.expression_draw, self.with_block, self.draw, self.branch, self.comprehension,
        ]  # fmt: skip
        options = simple if place.depth >= _DEEPEST else simple + compound
        return options[self.choose(len(options))](place)

    # -- statements ------------------------------------------------------------------------------------------------

    def draw(self, place: Place) -> tuple[list[str], Place]:
        return [self.drawing(place)], place

    def drawing(self, place: Place, key: str | None = None) -> str:
        receiver = self.pick(("st", "st.sidebar", "st"))
        return f'{receiver}.text_input("x", key={key or self.key(place)})'

    def key(self, place: Place) -> str:
        self.keys += 1
        number = self.keys
        forms = [f'"k{number}"']
        if place.readable:
            forms += [f'"k{number}y" if {self.atom(place)} else "k{number}n"']
        if place.texts:
            text = self.pick(place.texts)
            forms += [f'f"k{number}_{{{text}}}"', f'{text} + "_{number}"', f'"%s_{number}" % {text}']
        return self.pick(forms)

    def assign(self, place: Place) -> tuple[list[str], Place]:
        known = [name for name in place.readable if name not in place.frozen and name[0] == "v"]
        name = self.pick(known) if known and self.choose(2) else self.new_name("v")
        lines = [f"{name} = {self.test(place)}"]
        return lines, replace(place, readable=tuple(dict.fromkeys((*place.readable, name))))

    def assign_text(self, place: Place) -> tuple[list[str], Place]:
        known = [name for name in place.texts if name not in place.frozen and name[0] == "t"]
        name = self.pick(known) if known and self.choose(2) else self.new_name("t")
        value = self.pick(('"u"', '"w"', f'"u" if {self.atom(place)} else "w"', *place.texts))
        return [f"{name} = {value}"], replace(place, texts=tuple(dict.fromkeys((*place.texts, name))))

    def assign_state(self, place: Place) -> tuple[list[str], Place]:
        if place.in_unknown_loop or place.in_function:
            return self.draw(place)
        flag = self.pick(FLAGS)
        target = self.pick((f"ss.{flag}", f'st.session_state["{flag}"]'))
        return [f"{target} = {self.test(place)}"], place

    def call(self, place: Place) -> tuple[list[str], Place]:
        if not place.functions:
            return self.draw(place)
        called = self.called(place)
        if self.choose(2):
            name = self.new_name("v")
            return [f"{name} = bool({called})"], replace(place, readable=(*place.readable, name))
        return [called], place

    def called(self, place: Place) -> str:
        number = self.choose(place.functions)
        values = {"p": self.test(place), "q": self.pick(('"g"', '"h"', *place.texts))}
        return f"f{number}({', '.join(values[name] for name in self.signatures[number])})"

    def branch(self, place: Place) -> tuple[list[str], Place]:
        inner = place.deeper()
        test = self.test(place)
        if self.choose(5) == 0:
            name = self.new_name("v")
            test = f"({name} := {test})"
            place = replace(place, readable=(*place.readable, name))
        lines = [f"if {test}:", *_indent(self.block(inner, 1 + self.choose(3)))]
        if self.choose(3) == 0:
            lines += [f"elif {self.test(place)}:", *_indent(self.block(inner, 1 + self.choose(2)))]
        if self.choose(2):
            lines += ["else:", *_indent(self.block(inner, 1 + self.choose(2)))]
        return lines, place

    def constant_loop(self, place: Place) -> tuple[list[str], Place]:
        name = self.new_name("i")
        items = self.pick(('("m", "n")', '["m", "n", "o"]', '{"m": 1, "n": 2}', '"mn"', "()"))
        header = f"for {name} in {items}:"
        if self.choose(4) == 0:
            header = f"for _, {name} in enumerate({items}):"
        inner = place.deeper(in_loop=True, in_while=False, texts=(*place.texts, name), frozen=place.frozen | {name})
        lines = [header, *_indent(self.loop_body(inner))]
        if self.choose(4) == 0:
            lines += ["else:", *_indent(self.block(place.deeper(), 1))]
        return lines, place

    def loop_body(self, place: Place) -> list[str]:
        lines = self.block(place, 1 + self.choose(3))
        if self.choose(3) == 0:
            lines += [f"if {self.test(place)}:", f"    {self.pick(('break', 'continue'))}", *self.block(place, 1)]
        return lines

    def unknown_loop(self, place: Place) -> tuple[list[str], Place]:
        if not self.uses_lists:
            return self.constant_loop(place)
        inner = place.deeper(
            in_loop=True,
            in_while=False,
            in_unknown_loop=True,
            frozen=place.frozen | set(place.readable) | set(place.texts),
        )
        name = self.new_name("row")
        lines = [f"for {name} in ss.{self.pick(LISTS)}:", *_indent(self.loop_body(inner))]
        if self.choose(4) == 0:
            lines += ["else:", *_indent(self.block(place.deeper(), 1))]
        return lines, place

    def while_loop(self, place: Place) -> tuple[list[str], Place]:
        inner = place.deeper(
            in_loop=True,
            in_while=True,
            in_unknown_loop=True,
            frozen=place.frozen | set(place.readable) | set(place.texts),
        )
        test = self.pick(("True", self.test(place)))
        body = self.block(inner, 1 + self.choose(2))
        if self.choose(3) == 0:
            body += [f"if {self.test(inner)}:", "    break", *self.block(inner, 1)]
        lines = [f"while {test}:", *_indent([*body, "break"])]
        if test != "True" and self.choose(4) == 0:
            lines += ["else:", *_indent(self.block(place.deeper(), 1))]
        return lines, place

    def match(self, place: Place) -> tuple[list[str], Place]:
        inner = place.deeper()
        by_text = bool(place.texts) and self.choose(2)
        subject = self.pick(place.texts) if by_text else f"bool({self.test(place)})"
        lines = [f"match {subject}:"]
        patterns = ['"u"', '"w" | "m"', '"g"'] if by_text else ["True", "False", "True"]
        for pattern in patterns[: 1 + self.choose(3)]:
            guard = f" if {self.test(place)}" if self.choose(3) == 0 else ""
            lines += [f"    case {pattern}{guard}:", *_indent(_indent(self.block(inner, 1)))]
        if self.choose(2):
            lines += ["    case _:", *_indent(_indent(self.block(inner, 1)))]
        return lines, place

    def attempt(self, place: Place) -> tuple[list[str], Place]:
        inner = place.deeper()
        body = self.block(inner, 1 + self.choose(2))
        if self.choose(2):
            body += [f"if {self.test(place)}:", "    raise ValueError", *self.block(inner, 1)]
        elif self.choose(3) == 0:
            body += ["raise ValueError"]
        lines = ["try:", *_indent(body)]
        handled = self.choose(4) != 0 or any("raise" in line for line in body)
        if handled:
            lines += [self.pick(("except ValueError:", "except Exception as error:", "except (ValueError, KeyError):"))]
            lines += _indent(self.block(inner, 1 + self.choose(2)))
            if self.choose(3) == 0:
                lines += ["else:", *_indent(self.block(inner, 1))]
        if not handled or self.choose(3) == 0:
            lines += ["finally:", *_indent(self.draw(Place())[0])]
        return lines, place

    def leave(self, place: Place) -> tuple[list[str], Place]:
        ways = ["st.stop()"]
        if place.in_function:
            ways += ["return", f"return {self.test(place)}"]
        if place.in_loop:
            ways += ["break"] if place.in_while else ["break", "continue"]
        return [f"if {self.test(place)}:", f"    {self.pick(ways)}"], place

    def expression_draw(self, place: Place) -> tuple[list[str], Place]:
        drawing = self.drawing(place)
        other = self.drawing(place)
        test = self.test(place)
        return [
            self.pick(
                (
                    f"{test} and {drawing}",
                    f"{test} or {drawing}",
                    f"{drawing} if {test} else {other}",
                    f"{drawing} or {other}",
                )
            )
        ], place

    def with_block(self, place: Place) -> tuple[list[str], Place]:
        context = self.pick(("st.sidebar", "st.container()", "st.columns(2)[0]"))
        return [f"with {context}:", *_indent(self.block(place.deeper(), 1 + self.choose(2)))], place

    def comprehension(self, place: Place) -> tuple[list[str], Place]:
        self.keys += 1
        drawing = self.drawing(place, f'f"k{self.keys}_{{i}}"')
        condition = self.pick(("", f" if {self.test(place)}", ' if i != "m"'))
        return [f'[{drawing} for i in ("m", "n"){condition}]'], place

    # -- tests -----------------------------------------------------------------------------------------------------

    def atom(self, place: Place) -> str:
        flag = self.pick(FLAGS)
        forms = [f"ss.{flag}", f'ss["{flag}"]', f'ss.get("{flag}")', *place.readable, *place.readable]
        return self.pick(forms)

    def test(self, place: Place, depth: int = 0) -> str:
        if depth > 1:
            return self.atom(place)
        match self.choose(12):
            case 0:
                return f"not {self.test(place, depth + 2)}"
            case 1:
                return f"({self.test(place, depth + 1)} and {self.test(place, depth + 1)})"
            case 2:
                return f"({self.test(place, depth + 1)} or {self.test(place, depth + 1)})"
            case 3:
                return f"({self.test(place, depth + 1)} if {self.atom(place)} else {self.test(place, depth + 1)})"
            case 4:
                return f"bool({self.test(place, depth + 1)})"
            case 5 if place.texts:
                constant = self.pick(('"u"', '"m"', '"g"'))
                return f"({self.pick(place.texts)} {self.pick(('==', '!='))} {constant})"
            case 6 if place.texts:
                return f'({self.pick(place.texts)} {self.pick(("in", "not in"))} ("u", "n", "h"))'
            case 7 if place.functions and depth == 0:
                return f"bool({self.called(place)})"
            case 8:
                return self.pick(("True", "False"))
            case _:
                return self.atom(place)


def _indent(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
