"""Random expressions of Streamlit apps: keys, session state in all its forms, widgets with their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[Any]], Any]

KEYS = (
    "a",
    "a",
    "a",
    "b",
    "b",
    "name",
    "name",
    "_name",
    "user name",
    "größe",
    "",
    "row_1",
    "x'y",
    'x"y',
    "back\\\\slash",
    "tmp_a",
)
NAMES = ("x", "y", "df", "value", "row", "items", "flag", "KEY", "ss", "col", "ui", "self", "größe")
FUNCTIONS = ("field", "show", "load", "changed", "main", "Panel", "helper.field", "helper.show", "self.show")
RECEIVERS = ("st", "st", "st", "st.sidebar", "col", "st.container()", "st.columns(2)[0]", "helper.st", "st.empty()")
WIDGETS = {
    "text_input": '"L"',
    "text_area": '"L", "text"',
    "number_input": '"L", 1, 90',
    "slider": '"L", 0.0, 1.0, (0.2, 0.8)',
    "selectbox": '"L", ["a", "b"]',
    "radio": '"L", items',
    "multiselect": '"L", [1, 2, 3], [1]',
    "checkbox": '"L"',
    "toggle": '"L", True',
    "date_input": '"L", None',
    "time_input": '"L"',
    "color_picker": '"L"',
    "file_uploader": '"L", type=["csv"]',
    "data_editor": "df",
    "button": '"L"',
    "download_button": '"L", b""',
    "form_submit_button": '"L"',
    "chat_input": '"L"',
    "pills": '"L", range(3)',
    "segmented_control": '"L", ["a", "b"]',
    "feedback": '"stars"',
    "select_slider": '"L", options=list("abc")',
    "camera_input": '"L"',
    "tabs": '["a", "b"]',
    "expander": '"L"',
    "dataframe": "df",
    "unknown_widget": '"L"',
}
EXTRAS = (
    "on_change=changed",
    "on_click=changed",
    "on_change=lambda: None",
    "on_change=self.show",
    'args=("a", 1)',
    'kwargs={"key": "a"}',
    "value=value",
    'value=st.session_state.get("a", 1)',
    "value=None",
    "index=0",
    'index=items.index(st.session_state["a"])',
    "default=[1]",
    'persist_state="session"',
    "persist_state=flag",
    'bind="query-params"',
    "disabled=not flag",
    "help=f'{x!r:>{y}}'",
    'on_select="rerun"',
    'on_change="ignore"',
    'label_visibility="collapsed"',
    "**kwargs",
    "*args",
    "min_value=10**5000",
    'format_func=lambda x: x["a"]',
)

texts = st.sampled_from(KEYS).map(lambda key: f'"{key}"' if '"' not in key else f"'{key}'")
names = st.sampled_from(NAMES)
constants = st.one_of(
    texts,
    st.sampled_from(
        (
            "None",
            "True",
            "False",
            "0",
            "-1",
            "1.5",
            "1e309",
            f"0x{'f' * 4000}",
            f"1{'0' * 4000}",
            "[]",
            "{}",
            "()",
            "...",
            "b''",
            "1j",
            '"""a\nb"""',
        )
    ),
    st.integers(-3, 10**20).map(str),
)
_plain = st.sampled_from(('"a"', '"b"', '"name"', '"a"', "'b'", '"_name"'))
keys = st.one_of(
    _plain,
    _plain,
    _plain,
    _plain,
    texts,
    st.builds('f"{}_{{{}}}"'.format, st.sampled_from(("a", "row", "", "{{x}}")), names),
    st.builds("{} + str({})".format, texts, names),
    st.builds('"{}_%s" % {}'.format, st.sampled_from(("a", "row")), names),
    st.builds('"_".join([{}, {}])'.format, texts, names),
    names,
    st.sampled_from(
        (
            "key",
            "Keys.A",
            "Keys.A.value",
            "KEYS['a']",
            "KEYS[0]",
            "helper.KEY",
            "None",
            "1",
            "(1, 2)",
            "str(uuid.uuid4())",
        )
    ),
)


@st.composite
def state_read(draw: Draw) -> str:
    """A read of session state."""
    form = draw(
        st.sampled_from(
            (
                "st.session_state[{}]",
                "st.session_state.{name}",
                "st.session_state.get({})",
                "st.session_state.get({}, {})",
                "ss[{}]",
                "({} in st.session_state)",
                "({} not in ss)",
                "st.session_state.pop({}, None)",
                "st.session_state.setdefault({}, {})",
                'getattr(st.session_state, {}, "x")',
                "hasattr(st.session_state, {})",
                "list(st.session_state.keys())",
                "st.session_state.to_dict()[{}]",
                "dict(st.session_state)",
                "len(st.session_state)",
                "{{**st.session_state}}",
                "st.session_state[{}][{}]",
                "st.session_state.name.append({})",
                'st.query_params.get({}, "")',
                "[v for k, v in st.session_state.items() if k.startswith({})]",
                "any(k in ss for k in ({}, {}))",
            )
        )
    )
    return form.replace("{name}", draw(names)).format(draw(keys), draw(keys))


@st.composite
def widget(draw: Draw, depth: int = 1) -> str:
    """A call of a widget."""
    command = draw(st.sampled_from(sorted(WIDGETS)))
    arguments = [WIDGETS[command], *draw(st.lists(st.sampled_from(EXTRAS), max_size=2))]
    if draw(st.integers(0, 4)):
        arguments.append(f"key={draw(keys)}")
    elif depth > 0:
        arguments.append(f"value={draw(expression(depth - 1))}")
    positional = [each for each in arguments if "=" not in each.partition('"')[0].partition("(")[0]]
    named = {each.partition("=")[0]: each for each in arguments if each not in positional}
    return f"{draw(st.sampled_from(RECEIVERS))}.{command}({', '.join((*positional, *named.values()))})"


def expression(depth: int = 2) -> st.SearchStrategy[str]:
    """Any expression, of so many levels."""
    flat = st.one_of(names, constants, state_read(), keys)
    if depth <= 0:
        return flat
    inner = st.deferred(lambda: expression(depth - 1))
    return st.one_of(
        flat,
        widget(depth - 1),
        st.builds("{}({}, {})".format, st.sampled_from(FUNCTIONS), keys, inner),
        st.builds("{}({}, key={})".format, st.sampled_from(FUNCTIONS), inner, keys),
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(("and", "or", "==", "!=", "<", "is", "is not", "in", "+", "%", "@", "**")),
            inner,
        ),
        st.builds("(not {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{} for {} in {} if {}]".format, inner, names, inner, inner),
        st.builds("{{{}: {} for {} in {}}}".format, inner, inner, names, inner),
        st.builds("sum({} for {} in {})".format, inner, names, inner),
        st.builds("[{}, *{}]".format, inner, inner),
        st.builds("{{{}: {}, **{}}}".format, inner, inner, inner),
        st.builds("(lambda {}=None: {})".format, names, inner),
        st.builds("(lambda *a, **k: {})(*{})".format, inner, inner),
        st.builds(
            "{}.{}".format,
            inner.map(_grouped),
            st.sampled_from(("value", "append", "name", "get", "__class__", "items")),
        ),
        st.builds("{}[{}]".format, inner.map(_grouped), inner),
        st.builds("{}[{}:{}]".format, inner.map(_grouped), inner, inner),
        st.builds("(({} := {}))".format, st.sampled_from(("x", "y", "flag")), inner),
        st.builds('f"{{{}}}"'.format, names),
        st.builds("all([{}, {}])".format, inner, inner),
        st.builds("zip({}, range(3))".format, inner),
        st.builds("dict(a={}, b={})".format, inner, inner),
        st.builds('"{{}}_{{}}".format({}, {})'.format, inner, inner),
    )


def _grouped(text: str) -> str:
    return f"({text})"
