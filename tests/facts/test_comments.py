from __future__ import annotations

import pytest

from keylint.facts.comments import comments
from keylint.facts.module import Comment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1  # keylint: ignore\n", Comment(1, 8, "# keylint: ignore", 1, 1)),
        ("x = 1  # NOQA: KEY101", Comment(1, 8, "# NOQA: KEY101", 1, 1)),
        ("\n    # keylint: ignore-file\nx = 1\n", Comment(2, 5, "# keylint: ignore-file", 2, 2, own_line=True)),
        ("'é😀'; x = 1  # noqa\n", Comment(1, 14, "# noqa", 1, 1)),
        ("f(\n  1,  # noqa\n  2,\n)\n", Comment(2, 7, "# noqa", 1, 4)),
        ("f(\n  # noqa\n  2,\n)\n", Comment(2, 3, "# noqa", 1, 4)),
        ("f(\n  2,\n)  # noqa\n", Comment(3, 4, "# noqa", 1, 3)),
        ("x = 1 + \\\n  2  # noqa\n", Comment(2, 6, "# noqa", 1, 2)),
        ("x = '''\n# noqa\n'''  # noqa\n", Comment(3, 6, "# noqa", 1, 3)),
        ("if (a and\n    b):  # noqa\n    c\n", Comment(2, 10, "# noqa", 1, 2)),
        ("if a:\n    # noqa\n    c\n", Comment(2, 5, "# noqa", 2, 2, own_line=True)),
        ("if a:\n    b\n    # noqa\nc\n", Comment(3, 5, "# noqa", 3, 3, own_line=True)),
        ("@a\ndef f(\n    b,\n):  # noqa\n    c\n", Comment(4, 5, "# noqa", 2, 4)),
        ("with a(\n  b\n) as c: d(\n e)  # noqa\n", Comment(4, 6, "# noqa", 1, 4)),
        ("a\r\nb  # noqa\r\n", Comment(2, 4, "# noqa", 2, 2)),
        ("a\rb  # noqa\r", Comment(2, 4, "# noqa", 2, 2)),
        ("a\n\f\nb  # noqa\n", Comment(3, 4, "# noqa", 3, 3)),
    ],
)
def test_the_lines_that_a_comment_belongs_to(text: str, expected: Comment) -> None:
    assert comments(text) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # a comment about keys\n",
        "x = '# noqa'\n",
        "x = f'{a}# noqa'\n",
        "'''\n# keylint: ignore\n'''\n",
        "keylint = noqa  # other\n",
    ],
)
def test_what_is_no_such_comment(text: str) -> None:
    assert comments(text) == ()


def test_comments_come_in_the_order_of_the_source() -> None:
    found = comments("# noqa: A\nf(  # noqa: B\n  # noqa: C\n)  # noqa: D\n# noqa: E\n")
    assert [(comment.text[-1], comment.first_line, comment.last_line) for comment in found] == [
        ("A", 1, 1),
        ("B", 2, 4),
        ("C", 2, 4),
        ("D", 2, 4),
        ("E", 5, 5),
    ]


def test_a_text_that_the_tokenizer_gives_up_on_keeps_what_was_found() -> None:
    (first, second) = comments("x  # noqa: A\nf(1,  # noqa: B\n")
    assert (first.line, second.line) == (1, 2)
    assert (second.first_line, second.last_line) == (2, 2)
