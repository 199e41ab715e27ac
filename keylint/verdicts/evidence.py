"""What says that a value matters: the five kinds of evidence that a finding can carry.

The forum's rule behind them: somebody who touches a key by hand wants the value; somebody who does not may only have
wanted a name for a widget.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from, initial_value, is_value_itself, keep_alives, writes_from
from keylint.app.seeds import given_by_hand
from keylint.run.values import value_origins
from keylint.stories.flips import Cause
from keylint.stories.story import Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.trace import StateWrite
    from keylint.stories.story import Story
    from keylint.verdicts.inputs import Inputs


class Evidence(Enum):
    """The kinds, in the order of their strength.

    - NEEDED: the story's symptom is a read that sees something else than the user's value;
    - ASSIGNED: the key is seeded or assigned by hand;
    - TRIED: the code tries to keep the value, and fails;
    - LEFT_OUT: a neighbour that the same condition hides is kept, or the key is drawn in several places;
    - LABORIOUS: work to enter again, or a single choice that another input of its page hides.
    """

    NEEDED = "needed"
    ASSIGNED = "assigned"
    TRIED = "tried"
    LEFT_OUT = "left-out"
    LABORIOUS = "laborious"


def evidence_of(inputs: Inputs, widget: Widget, story: Story) -> tuple[Evidence, ...]:
    """The evidence that the value which the story loses matters."""
    found = {
        Evidence.NEEDED: story.symptom is Symptom.READ,
        Evidence.ASSIGNED: is_assigned(inputs.keymap, widget),
        Evidence.TRIED: is_tried(inputs, widget),
        Evidence.LEFT_OUT: is_left_out(inputs, widget),
        Evidence.LABORIOUS: is_laborious(widget) or _is_hidden_by_input(story),
    }
    return tuple(kind for kind, holds in found.items() if holds)


def is_assigned(keymap: KeyMap, widget: Widget) -> bool:
    """Whether some code gives the key a value of its own, in words that name the key at least in part."""
    return bool(given_by_hand(keymap, widget))


def is_tried(inputs: Inputs, widget: Widget) -> bool:
    """Whether the widget starts from its own key, which is gone when it is needed; or a copy is made that somebody
    looks at; or some page assigns the key to itself."""
    keymap = inputs.keymap
    return (
        restores_own_key(keymap, widget)
        or any(True for _ in copies(inputs, widget))
        or any(True for page in keymap.app.pages for _ in keep_alives(keymap, page, widget.key))
    )


def restores_own_key(keymap: KeyMap, widget: Widget) -> bool:
    """Whether it is `value=st.session_state.get(key)` on the widget with that key."""
    given = (initial_value(keymap, draw) for draw in widget.draws)
    return any(
        comes_from(origin, widget.key) for value in given if value is not None for origin in value_origins(value)
    )


def copies(inputs: Inputs, widget: Widget) -> Iterator[StateWrite]:
    """The writes that put the value itself under another key. One that is only compared, to notice a change, is no
    copy."""
    for _, _, write in writes_from(inputs.keymap, widget.key):
        if is_value_itself(write.value, widget.key) and not inputs.is_only_compared(write.key, widget):
            yield write


def is_left_out(inputs: Inputs, widget: Widget) -> bool:
    """Whether several calls draw the key, or something keeps a neighbour that is hidden along with it."""
    if len({draw.location for other in inputs.keymap.widgets_of(widget.key) for draw in other.draws}) > 1:
        return True
    first = widget.first
    return any(
        other.key != widget.key
        and other.page is widget.page
        and other.first.context.function == first.context.function
        and other.first.guards == first.guards
        for other in inputs.kept
    )


def is_laborious(widget: Widget) -> bool:
    """Whether the value is a text, a number, a date, a time, or several of some options."""
    return widget.first.traits.is_laborious or widget.first.holds_several is True


def _is_hidden_by_input(story: Story) -> bool:
    """Whether the user hides the widget on its own page, by another input or a menu."""
    return not story.leaves_page and any(flip.cause is Cause.WIDGET for flip in story.flips)
