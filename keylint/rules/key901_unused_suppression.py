"""A comment suppresses a finding that does not exist.

## What it does
Reports `# keylint: ignore[…]` and `# keylint: ignore-file[…]` comments, and the KEY codes of `# noqa: …` comments, that
suppress nothing; codes in them that no rule has; and comments that begin with `# keylint:` and cannot be understood.

Codes of rules that are not selected are not reported, because without them nobody can tell. A bare `# noqa` belongs to
other tools and is left alone.

## Why it matters
A suppression that has outlived its cause hides the next defect on that line. One with a mistyped code never did
anything.

## Example
```python
import streamlit as st

st.text_input("Name", key="name")  # keylint: ignore[KEY101] the value is only needed here
```

## Use instead
```python
import streamlit as st

st.text_input("Name", key="name")
```

## Fix safety
There is no automatic fix: the comment may be meant for a line that it no longer stands on.

## Streamlit versions
All.

## References
- [flake8: Selecting and ignoring violations](https://flake8.pycqa.org/en/stable/user/violations.html)
"""

from __future__ import annotations

from keylint.findings import Severity
from keylint.rules.base import Rule

RULE = Rule(code="KEY901", name="unused-suppression", severity=Severity.WARNING, documentation=__doc__)
