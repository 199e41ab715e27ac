"""What one user enters is stored in an object that all users of the app share.

## What it does
Reports a change that puts something of one user into an object that the server has only once: a list, a dict, an object
or a variable of an imported module, an attribute of a class in it, the default value of a parameter there, or what a
function with `st.cache_resource` returns. It is the same object where session state was given it, rather than a copy of
it, and where a copy of a list has the same rows. Something of one user is the value of a widget, an upload, what
session state holds, the query parameters or the account of the user, or a constant that only a click or a widget
decides about. It is a warning where some code reads the object again.

Not reported: objects of the script and of the pages themselves, which every run makes anew; results of `st.cache_data`
and of `st.cache_resource(scope="session")`; copies; constants; logs, counters and clients that know nothing of the
user; entries that are stored under an index that comes from the same input (a cache of results) or from the session or
the account (a table of sessions). At `info`: what nothing reads again, what is computed only where it is missing, and
settings of a package (`openai.api_key`, `os.environ`).

## Why it matters
Streamlit runs the script for every user in the same process. A module is imported once and keeps its values for all of
them, and a resource cache hands the same object to everybody. So the second user sees what the first one entered, and
overwrites it. With one user, as on the developer's own machine, nobody notices.

## Example
```python
# app.py
import streamlit as st

import store

item = st.text_input("Item", key="item")
if st.button("Add", key="add") and item:
    store.CART.append(item)
st.write("In the cart:", store.CART)
```

```python
# store.py
CART = []
```

## Use instead
```python
# app.py
import streamlit as st

import store

cart = store.cart()
item = st.text_input("Item", key="item")
if st.button("Add", key="add") and item:
    cart.append(item)
st.write("In the cart:", cart)
```

```python
# store.py
import streamlit as st


def cart():
    if "cart" not in st.session_state:
        st.session_state.cart = []
    return st.session_state.cart
```

Every user has a session state of their own, and it stays when they change the page. What it begins with must be a copy:
after `st.session_state.settings = config.DEFAULTS` all sessions change one dict, after `list(config.ROWS)` one and the
same rows; `copy.deepcopy(config.DEFAULTS)` shares nothing.

## Fix safety
There is no automatic fix: whether users are meant to share the object, as in a chat room, only the author knows.
Where they are, silence the finding with a comment that says so.

## Streamlit versions
All. `scope="session"` of `st.cache_resource` exists on newer releases only.

## References
- [Session State](https://docs.streamlit.io/develop/concepts/architecture/session-state)
- [Caching: the singleton behaviour of st.cache_resource](https://docs.streamlit.io/develop/concepts/architecture/caching)
- [streamlit#5581](https://github.com/streamlit/streamlit/issues/5581)
- [streamlit#9133](https://github.com/streamlit/streamlit/issues/9133)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from keylint.findings import Finding, Related, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.rules.sharing import Leak, leaks
from keylint.rules.sharing_words import advice_on, how_it_is_given, what_goes_in, what_it_is, why_shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Shared

RULE = Rule(code="KEY405", name="state-in-module-global", severity=Severity.WARNING, documentation=__doc__)

# Other places of the same object that are shown beside the first one.
_MOST_RELATED = 3


def check(keymap: KeyMap) -> Iterator[Finding]:
    by_object: dict[Shared, list[Leak]] = defaultdict(list)
    for leak in leaks(keymap):
        by_object[leak.write.shared].append(leak)
    for found in by_object.values():
        yield _finding(keymap, found)


def _finding(keymap: KeyMap, found: list[Leak]) -> Finding:
    """One finding for each object: at the change that is proven best, the others beside it."""
    leak = max(found, key=lambda one: one.severity)  # the first among equals
    write, shared = leak.write, leak.write.shared
    places = {other.write.location for other in found} - {write.location}
    related = [Related(shared.location, why_shared(shared))] if shared.location is not None else []
    if leak.giving is not None:
        related.append(Related(leak.giving.location, how_it_is_given(leak.giving)))
    elif leak.read is not None:
        related.append(Related(leak.read.location, "read back here, in every user's session"))
    steps = write.context.route.steps
    if steps:
        related.append(Related(steps[-1][0], f"{steps[-1][1]}() is called here"))
    related += [Related(place, "changed here too") for place in sorted(places)[:_MOST_RELATED]]
    return RULE.finding(
        write.location,
        f"{what_it_is(shared)}: {what_goes_in(keymap, leak)} is stored in it, and the others get to see it",
        key=shared.name,
        severity=leak.severity,
        page=leak.page.name,
        route=(leak.page.name, *steps_of(write.context)),
        related=tuple(related),
        advice=advice_on(leak),
    )
