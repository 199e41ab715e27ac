"""Random comments, of which some suppress."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = (
    "keylint",
    "ignore",
    "ignore-file",
    "noqa",
    "KEY101",
    "KEY1",
    "KEY9",
    "key201",
    "KEY",
    "type",
    "E501",
    "reason",
)
_SIGNS = ("#", ":", "[", "]", ",", " ", "-", "[[", "]]", "\t", "é", "\u202e", "\x0c", "::", "%0A")

_directives = st.builds(
    "# keylint: {}[{}]{}".format,
    st.sampled_from(("ignore", "ignore-file", "Ignore", "ignore ", "ignored")),
    st.lists(
        st.sampled_from(("KEY101", "KEY1", "KEY", "KEY999", "", "ALL", "key201", " KEY901 ", "é")), max_size=3
    ).map(",".join),
    st.sampled_from(("", " why", "# noqa: KEY101", "[KEY1]")),
)
_any = st.lists(st.sampled_from((*_WORDS, *_SIGNS)), max_size=8).map(lambda words: "#" + "".join(words))
comments = st.one_of(_directives, st.sampled_from(("# keylint: ignore", "# noqa: KEY101, E501", "# noqa")), _any)
