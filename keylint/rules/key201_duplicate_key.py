"""Two elements of one run have the same key.

## What it does
Reports keyed widgets, containers and charts that one run of a page shows twice with the same key, and forms likewise:
two calls, one helper that is called twice, or one call in a loop whose key does not contain the item. It speaks only
where both certainly happen in one run. Branches that exclude each other, and a loop that ends after the first
round, are fine.

## Why it matters
Streamlit stops the page with `StreamlitDuplicateElementKey`. In a loop this often shows only with the second row of
data.

## Example
```python
import streamlit as st

for badge in ["stars", "forks", "issues"]:
    st.checkbox(f"Match the theme of {badge}", key="match_theme")
```

## Use instead
Put something that tells the items apart into the key:
```python
import streamlit as st

for badge in ["stars", "forks", "issues"]:
    st.checkbox(f"Match the theme of {badge}", key=f"match_theme_{badge}")
```

## Fix safety
There is no automatic fix: only the author knows which code reads which of the two values.

## Streamlit versions
All. Up to 1.31 the exception is called `DuplicateWidgetID`. The key of a form and the key of a widget may be equal.

## References
- [Widget behavior: keys](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [streamlit#5391](https://github.com/streamlit/streamlit/issues/5391)
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from keylint.app.together import are_drawn_together, draw_one_key, repeating_round
from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, flipped_with, route_of
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Guard

RULE = Rule(code="KEY201", name="duplicate-key", severity=Severity.ERROR, documentation=__doc__)

# More draws of one key come from a long constant loop; the first ones tell.
_MOST_DRAWS = 20
_MOST_NAMED = 3


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        by_key: dict[tuple[bool, str], list[Draw]] = defaultdict(list)
        for draw in page.trace.draws():
            if draw.key is not None and command_at(draw.command, keymap.versions.newest) is not None:
                by_key[(draw.kind == "form", draw.key.text)].append(draw)
        for draws in by_key.values():
            yield from _duplicates(keymap, page, draws[:_MOST_DRAWS])


def _duplicates(keymap: KeyMap, page: PageRun, draws: list[Draw]) -> Iterator[Finding]:
    """One finding for each place that draws the key of another draw of the same run."""
    reported = set()
    together: dict[frozenset[int], tuple[bool, int]] = {}

    def are_twins(one: Draw, other: Draw) -> bool:
        pair, open_before = frozenset((one.order, other.order)), keymap.conditions.open
        if pair in together:
            answer, left_open = together[pair]
            keymap.conditions.open += left_open  # what stays open counts for whoever asks
            return answer
        answer = draw_one_key(page, one, other) and are_drawn_together(keymap, page, one, other)
        together[pair] = answer, keymap.conditions.open - open_before
        return answer

    for draw in draws:
        if draw.site in reported:
            continue
        twins = list(islice((other for other in draws if other is not draw and are_twins(draw, other)), _MOST_NAMED))
        round_ = repeating_round(keymap, page, draw)
        if not (twins or round_):
            continue
        reported.add(draw.site)
        if round_ is not None:
            related = [Related(round_.location, "the loop repeats it for each item of this")]
            advice = "put something that tells the items apart into the key"
        else:
            related = [
                _twin(draw, other) for other in twins if other.site != draw.site or _call(draw, other) is not None
            ]
            advice = "give each of them a key of its own"
            if not related:
                advice = "the loop repeats it for each item: put something that tells the items apart into the key"
            elif all(other.site == draw.site for other in twins):
                advice = "give the helper a parameter that becomes part of the key"
        related += [_deciding(keymap, guard) for guard in _apart(draw, twins)]
        yield _finding(page, draw, list(dict.fromkeys(related)), advice)


def _finding(page: PageRun, draw: Draw, related: list[Related], advice: str) -> Finding:
    key = draw.key.text if draw.key is not None else ""
    what = "forms" if draw.kind == "form" else "elements"
    return RULE.finding(
        draw.site,
        f"'{key}' is the key of several {what} in one run: Streamlit stops the page with an error",
        key=key,
        page=page.name,
        route=route_of(draw, page.name),
        related=(*drawn_here(draw), *related[: 2 * _MOST_NAMED]),
        advice=f"{advice} (StreamlitDuplicateElementKey)",
    )


def _apart(draw: Draw, twins: list[Draw]) -> Iterator[Guard]:
    """The guards that one of the calls has and the other has not: they meet only where these hold."""
    for other in twins[:1]:
        yield from (guard for guard in draw.guards if guard not in other.guards)
        yield from (guard for guard in other.guards if guard not in draw.guards)


def _deciding(keymap: KeyMap, guard: Guard) -> Related:
    flippers = flipped_with(keymap, guard)
    return Related(guard.location, "this decides whether both are shown" + (f"; {flippers}" if flippers else ""))


def _twin(draw: Draw, other: Draw) -> Related:
    call = _call(draw, other)
    if other.site == draw.site and call is not None:
        return call
    return Related(other.site, "the same key is used here", Role.WIDGET)


def _call(draw: Draw, other: Draw) -> Related | None:
    """The first call on the way to `other` that is not on the way to `draw`."""
    mine, theirs = draw.context.route.steps, other.context.route.steps
    for position, step in enumerate(theirs):
        if position >= len(mine) or mine[position] != step:
            further = [f"{name}()" for _, name in theirs[position:]]
            by_way = f", by way of {', '.join(further)}" if len(further) > 1 else ""
            return Related(step[0], f"and shown again by this call{by_way}")
    return None
