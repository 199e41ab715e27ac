"""Draws of one key that are not one widget: on different pages, or in branches of a page that exclude each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.dialogs import follows
from keylint.app.identity import KIND, begins_otherwise, difference_of, differs_until, is_one_widget, other_number
from keylint.app.keeping import is_bound, kept_everywhere, persistence, restored_from
from keylint.app.once import once
from keylint.findings import Related, Role, Severity
from keylint.rules.describe import a_or_an
from keylint.run.values import Known
from keylint.streamlit.commands import command_at
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw
    from keylint.streamlit.data import CommandKind

# What a button or a chart without selection has is no value: nothing of it can reach another widget.
WITH_VALUE: frozenset[CommandKind] = frozenset({"value", "file", "editor"})
# More draws of one key come from a long constant loop; the first ones tell.
_MOST_DRAWS = 40


@dataclass(frozen=True, eq=False)
class Place:
    """A draw, and the page that makes it."""

    page: PageRun
    draw: Draw

    @property
    def page_title(self) -> str:
        """The page in messages: its file, or its function."""
        path, _, function = self.page.name.partition("::")
        return f"the page {function}()" if function else path


@dataclass(frozen=True, eq=False)
class Collision:
    """A draw whose key the `others` use for something else; `differences` says of each in what."""

    place: Place
    others: tuple[Place, ...]
    differences: tuple[str, ...]

    @property
    def key(self) -> str:
        return key_text(self.place.draw)

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place, *self.others)

    @property
    def severity(self) -> Severity:
        """Of a key that only the run knows nobody can tell whether the two are ever the same."""
        draw = self.place.draw
        sure = draw.key is not None and any(
            draw.key.must_equal(other.draw.key) for other in self.others if other.draw.key is not None
        )
        return Severity.WARNING if sure else Severity.INFO

    @property
    def versions(self) -> str:
        """For the advice: on which versions they are not one widget, where that is not so on all; else ""."""
        ends = {differs_until(self.place.draw, other.draw) for other in self.others}
        last = max((end for end in ends if end is not None), default=None)
        return f" (Streamlit < {version_label(last)})" if last is not None and None not in ends else ""

    @property
    def related(self) -> tuple[Related, ...]:
        """The other places, each with what is different there."""
        found = {
            other.draw.site: Related(
                other.draw.site,
                f"the same key for {a_or_an(f'st.{other.draw.command}')} with {difference} here"
                if difference != KIND
                else f"the same key for {a_or_an(f'st.{other.draw.command}')} here",
                Role.WIDGET,
            )
            for other, difference in zip(self.others, self.differences, strict=True)
            if other.draw.site != self.place.draw.site
        }
        return tuple(found.values())[:3]


def key_text(draw: Draw) -> str:
    return draw.key.text if draw.key is not None else ""


@once
def across_pages(keymap: KeyMap) -> tuple[Collision, ...]:
    """Draws whose key another page uses for another widget, with other options, or with other limits."""
    found: list[Collision] = []
    for places in _places_by_key(keymap).values():
        for place in places:
            others = [other for other in places if other.page is not place.page]
            found += _collision(keymap, place, others)
    return tuple(found)


@once
def across_branches(keymap: KeyMap) -> tuple[Collision, ...]:
    """The same in branches of one page, between which the user or the app's state can switch."""
    found: list[Collision] = []
    for place, others in _in_branches(keymap):
        found += _collision(keymap, place, others)
    return tuple(found)


def carried_numbers(keymap: KeyMap) -> Iterator[Collision]:
    """Draws in branches of one page that are one widget, and ask for different numbers."""
    for place, others in _in_branches(keymap):
        alike = [other for other in others if difference_of(keymap, place.draw, other.draw) is None]
        found = [(other, other_number(place.draw, other.draw)) for other in alike]
        different = [(other, limit) for other, limit in found if limit is not None]
        if different:
            yield Collision(place, tuple(other for other, _ in different), tuple(limit for _, limit in different))


def carried_by_dialogs(keymap: KeyMap) -> Iterator[Collision]:
    """Draws in dialogs that are one widget and begin otherwise: what one of them holds is in the next. Of each group it
    gives one, which is given a first value if any is."""
    for places in _places_by_key(keymap).values():
        for place in places:
            others = [other for other in places if _is_carried(keymap, place, other)]
            if others and all(_given(keymap, place) >= _given(keymap, other) for other in others):
                yield Collision(place, tuple(others), ("another first value",) * len(others))


def _is_carried(keymap: KeyMap, place: Place, other: Place) -> bool:
    return (
        other.page is place.page
        and other.draw.location != place.draw.location
        and is_one_widget(keymap, place.draw, other.draw)
        and begins_otherwise(keymap, place.draw, other.draw)
        and (follows(keymap, place.draw, other.draw) or follows(keymap, other.draw, place.draw))
    )


def _given(keymap: KeyMap, place: Place) -> tuple[bool, int]:
    command = command_at(place.draw.command, keymap.versions.newest)
    return command is not None and command.initial_parameter in place.draw.parameters, place.draw.order


@once
def _in_branches(keymap: KeyMap) -> tuple[tuple[Place, list[Place]], ...]:
    """Each draw, with those of the same key in branches to which the user or the app's state can switch."""
    return tuple(
        (place, [other for other in places if other.page is place.page and _can_switch(keymap, place, other)])
        for places in _places_by_key(keymap).values()
        for place in places
    )


def pages_by_key(keymap: KeyMap) -> Iterator[list[Place]]:
    """For each key of a widget with a value: its draws, when they are on more than one page."""
    for places in _places_by_key(keymap).values():
        if len({place.page.name for place in places}) > 1:
            yield places


def _places_by_key(keymap: KeyMap) -> dict[str, list[Place]]:
    """What the entrypoint of st.navigation draws around every page belongs to no page."""
    table: dict[str, list[Place]] = defaultdict(list)
    for page in keymap.app.pages:
        for key, draws in keymap.draws_by_key(page).items():
            own = [draw for draw in draws if draw.kind in WITH_VALUE and not draw.context.in_frame]
            table[key] += [Place(page, draw) for draw in own[:_MOST_DRAWS]]
    return table


def _collision(keymap: KeyMap, place: Place, others: list[Place]) -> Iterator[Collision]:
    found = [(other, difference_of(keymap, place.draw, other.draw)) for other in others]
    different = [(other, difference) for other, difference in found if difference is not None]
    if different:
        yield Collision(place, tuple(other for other, _ in different), tuple(text for _, text in different))


def _can_switch(keymap: KeyMap, here: Place, there: Place) -> bool:
    """Whether the draws exclude each other, and a widget or session state decides between them."""
    one, other = here.draw, there.draw
    if one is other or (one.location == other.location and one.context.route == other.context.route):
        return False
    if keymap.possible(keymap.conditions.both(one.condition, other.condition)):
        return False
    return bool(keymap.hider.flips_between(one.condition, other.condition) & {"widget", "state"})


# -- what keeps the value of a draw ----------------------------------------------------------------------------------


def is_persisted(draw: Draw, *, on_other_pages: bool) -> bool:
    """Whether a parameter certainly keeps the value: on other pages too, or at least on its own."""
    scopes = ("session",) if on_other_pages else ("session", "page")
    return persistence(draw) in scopes or draw.parameters.get("bind") == Known("query-params")


def carries_over(keymap: KeyMap, one: Place, other: Place) -> bool:
    """Whether what is entered in one of the two reaches the other page."""
    if any(is_persisted(place.draw, on_other_pages=True) for place in (one, other)):
        return True
    return all(kept_everywhere(keymap, place.page, key_text(place.draw)) for place in (one, other))


def is_restored(keymap: KeyMap, place: Place) -> bool:
    """Whether the widget begins with what another key of session state holds, which no widget owns."""
    sources = restored_from(keymap, place.draw, place.page)
    return any(source not in keymap.widget_keys for source in sources)


def may_keep_itself(draw: Draw) -> bool:
    """Whether a parameter keeps, or may keep, the value on other pages."""
    return persistence(draw) in ("session", "unknown") or is_bound(draw) or draw.spreads
