from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from keylint.rules.documentation import SECTIONS, apps_in, parse
from keylint.rules.registry import all_rules

if TYPE_CHECKING:
    from keylint.rules.base import Rule

TEXT = "A keyed widget is hidden.\n\n" + "\n\n".join(f"## {name}\nSomething about it." for name in SECTIONS)


def test_takes_the_sections_apart() -> None:
    documentation = parse(f"\n{TEXT}\n")
    assert documentation.summary == "A keyed widget is hidden."
    assert tuple(documentation.sections) == SECTIONS
    assert set(documentation.sections.values()) == {"Something about it."}


@pytest.mark.parametrize("name", SECTIONS)
def test_names_a_missing_section(name: str) -> None:
    with pytest.raises(ValueError, match=f"'{name}' is missing or empty"):
        parse(TEXT.replace(f"## {name}\nSomething about it.", ""))
    with pytest.raises(ValueError, match=f"'{name}' is missing or empty"):
        parse(TEXT.replace(f"## {name}\nSomething about it.", f"## {name}\n"))


def test_refuses_other_sections_and_other_orders() -> None:
    with pytest.raises(ValueError, match="'Motivation' is not a section"):
        parse(TEXT.replace("## Example", "## Motivation"))
    with pytest.raises(ValueError, match="'Example' stands twice"):
        parse(TEXT.replace("## Use instead", "## Example"))
    with pytest.raises(ValueError, match="not in the order"):
        parse(
            TEXT.replace("## Example", "## X").replace("## Use instead", "## Example").replace("## X", "## Use instead")
        )
    with pytest.raises(ValueError, match="summary of one line"):
        parse(TEXT.replace("hidden.", "hidden\nand read."))
    with pytest.raises(ValueError, match="summary of one line"):
        parse(TEXT.partition("\n")[2])


def test_a_comment_in_code_is_no_heading() -> None:
    text = TEXT.replace("## Example\n", "## Example\n```python\n## Motivation\nx = 1\n```\n")
    assert parse(text).examples == ({"app.py": "## Motivation\nx = 1\n"},)


def test_code_is_taken_out_by_file() -> None:
    markdown = """
Two files in a block:

```python
import streamlit as st

st.write(1)

# pages/1_Results.py
import streamlit as st
# see notes.txt
st.write(2)
```

and another page:

```python
# pages/2_📊_More.py
st.write(3)
```
"""
    assert apps_in(markdown) == (
        {
            "app.py": "import streamlit as st\n\nst.write(1)\n",
            "pages/1_Results.py": "import streamlit as st\n# see notes.txt\nst.write(2)\n",
            "pages/2_📊_More.py": "st.write(3)\n",
        },
    )


def test_giving_a_file_again_starts_another_app() -> None:
    markdown = "```python\na\n```\nor\n```python\nb\n```\nwith\n```python\n# helper.py\nc\n```\n"
    assert apps_in(markdown) == ({"app.py": "a\n"}, {"app.py": "b\n", "helper.py": "c\n"})


def test_other_code_blocks_are_no_apps() -> None:
    assert apps_in("```toml\nx = 1\n```\n```console\n$ keylint\n```\n") == ()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_is_documented(rule: Rule) -> None:
    documentation = parse(rule.documentation)
    assert documentation.summary == rule.summary
    assert documentation.examples
    for app in documentation.repaired_examples + (documentation.examples if rule.code != "KEY900" else ()):
        for name, source in app.items():
            ast.parse(source, name)
