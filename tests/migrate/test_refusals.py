"""What cannot be shown to be equal stays as it is, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from keylint.fixing.migrating import migrate
from keylint.settings import Settings

HEAD = """\
import streamlit as st


def save():
    st.session_state.city = st.session_state._city


if "city" not in st.session_state:
    st.session_state.city = "Oslo"
"""
RESTORE = "st.session_state._city = st.session_state.city\n"
FIELD = 'st.text_input("City", key="_city", on_change=save)\n'
HIDE = 'if st.toggle("Show", key="show"):\n'


def reasons(folder: Path, files: dict[str, str], target: str = "1.67") -> dict[str, str | None]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    plan, outcome = migrate([Path()], Settings(root=folder, target_option=target, cache=False))
    if not plan.done:
        assert not outcome.changes
    return {migration.key: migration.reason for migration in plan.migrations}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_plain_form_is_migrated(folder: Path) -> None:
    assert reasons(folder, {"app.py": HEAD + RESTORE + FIELD}) == {"city": None}


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (HEAD + RESTORE + FIELD + "if st.button('x'):\n    del st.session_state['city']\n", "the app deletes 'city'"),
        (HEAD + RESTORE + FIELD + "st.write(st.session_state._city)\n", "app.py:12 reads the widget's own key '_city'"),
        (HEAD + RESTORE + FIELD + "if '_city' in st.session_state:\n    st.write('there')\n", "names the widget's own key '_city'"),
        (HEAD + RESTORE + FIELD + "st.session_state.city = 'Bergen'\n", "is also assigned at app.py:12"),
        (HEAD.replace("_city\n", "_city.strip()\n") + RESTORE + FIELD, "is not always what the widget holds"),
        (
            HEAD.replace("    st.session_state.city = st.session_state._city\n",
                         "    if st.session_state._city != 'x':\n"
                         "        st.session_state.city = st.session_state._city\n")
            + RESTORE + FIELD,
            "it is saved only under a condition",
        ),
        (
            HEAD + RESTORE + FIELD
            + "st.session_state._town = st.session_state.city\n"
            + "def save_town():\n    st.session_state.city = st.session_state._town\n"
            + 'st.text_input("Town", key="_town", on_change=save_town)\n',
            "two widgets cannot have one key",
        ),
        (
            HEAD + RESTORE
            + 'with st.form("f"):\n    st.text_input("City", key="_city")\n'
            + '    st.form_submit_button("Save", on_click=save)\n',
            "app.py:10 puts it back in every run of its form, which takes back what is typed and not submitted",
        ),
        (
            HEAD.replace("st.session_state._city\n", "st.session_state._city\n    print('saved')\n", 1)
            + RESTORE + FIELD.replace("on_change=save", "on_change=lambda: (save(), None)"),
            "lambda",
        ),
    ],
    ids=["deleted", "own key read", "own key tested", "assigned late", "converted", "conditional", "two widgets",
         "form", "lambda"],
)  # fmt: skip
def test_a_shadow_key_that_does_more(folder: Path, app: str, reason: str) -> None:
    found = reasons(folder, {"app.py": app})
    assert found
    assert all(each is not None for each in found.values()), found
    assert reason in " ".join(filter(None, found.values()))


def test_without_a_first_value_a_read_elsewhere_would_find_one(folder: Path) -> None:
    app = (
        "import streamlit as st\n\n\ndef save():\n    st.session_state.city = st.session_state._city\n\n\n"
        'st.text_input("City", st.session_state.get("city", ""), key="_city", on_change=save)\n'
        'st.write(st.session_state.get("city"))\n'
    )
    assert "missing until the first change" in str(reasons(folder, {"app.py": app})["city"])


def test_a_first_value_given_early_is_not_taken_over_below_1_65(folder: Path) -> None:
    app = HEAD + HIDE + "    " + RESTORE + "    " + FIELD
    assert "Streamlit below 1.65" in str(reasons(folder, {"app.py": app}, "1.59-1.67")["city"])
    assert reasons(folder, {"app.py": app}, "1.65-1.67") == {"city": None}
    assert reasons(folder, {"app.py": HEAD + RESTORE + FIELD}, "1.59-1.67") == {"city": None}


def test_a_command_without_persist_state(folder: Path) -> None:
    app = "import streamlit as st\nif 'f' in st.session_state:\n    st.session_state.f = st.session_state.f\n" + HIDE
    found = reasons(folder, {"app.py": app + '    st.feedback(key="f")\n'}, "1.62")
    assert "persist_state needs Streamlit 1.67" in str(found["f"])


def test_a_keep_alive_stays_for_the_keys_that_need_it(folder: Path) -> None:
    app = (
        "import streamlit as st\nfor key in ['a', 'b']:\n    if key in st.session_state:\n"
        "        st.session_state[key] = st.session_state[key]\n"
        + HIDE
        + '    st.text_input("A", key="a")\n    st.text_input("B", key="b")\n'
        "if st.button('Clear'):\n    st.session_state.pop('b', None)\n"
    )
    found = reasons(folder, {"app.py": app})
    assert found["a"] is None
    assert "deletes 'b'" in str(found["b"])
    plan, outcome = migrate([Path()], Settings(root=folder, target_option="1.67", cache=False))
    (change,) = outcome.changes
    text = change.after.decode()
    assert "for key in ['a', 'b']:" in text
    assert 'key="a", persist_state="page"' in text
    (done,) = plan.done
    assert not done.goes
    assert [line.text for line in done.stays] == ["still serves 'b'"]


def test_a_keep_alive_with_a_gap_is_no_protection(folder: Path) -> None:
    keep = "if 'a' in st.session_state:\n    st.session_state.a = st.session_state.a\n"
    found = reasons(
        folder,
        {
            "app.py": "import streamlit as st\n" + keep + 'st.text_input("A", key="a")\n',
            "pages/one.py": "import streamlit as st\n" + keep + "st.write('one')\n",
            "pages/two.py": "import streamlit as st\nst.write(st.session_state.get('a'))\n",
        },
    )
    assert "does not hold today" in str(found["a"])


def test_a_suppressed_finding_is_left_alone(folder: Path) -> None:
    app = HEAD + RESTORE.replace("\n", "  # keylint: ignore[KEY507]\n") + FIELD
    assert reasons(folder, {"app.py": app}) == {"city": "KEY507 is suppressed here"}


CLASS = """\
import streamlit as st


class FieldBASE:
    def save(self):
        st.session_state.city = st.session_state._city

    def draw(self):
        st.session_state._city = st.session_state.city
        st.text_input("City", key="_city", on_change=CALLBACK)


st.session_state.setdefault("city", "Oslo")
FieldBASE().draw()
"""


def of_class(callback: str = "self.save", base: str = "", more: str = "") -> str:
    head, _, tail = CLASS.replace("FieldBASE()", "Field()").partition("FieldBASE")
    return f"{head}Field{base}{tail}{more}".replace("CALLBACK", callback)


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (of_class(), None),
        (of_class(more="\n\nclass Other:\n    def save(self):\n        return 1\n\n    def go(self):\n        self.save()\n"), None),
        (of_class(base="(object)"), "belongs to a class that others may change"),
        (of_class(more="\n\nclass More(Field):\n    def go(self):\n        self.save()\n"), "which app.py:19 uses"),
        (of_class(more="saved = [each.save for each in ()]\n"), "which app.py:15 uses"),
        (of_class(more="getattr(Field(), 'save')\n"), "may call save() by its name"),
        (of_class("Field().save"), "neither a function of the app's top level nor a method"),
        (of_class().replace("    def save", "    @st.fragment\n    def save"), "belongs to a class that others may change"),
    ],
)  # fmt: skip
def test_a_method_that_saves(folder: Path, app: str, reason: str | None) -> None:
    found = reasons(folder, {"app.py": app})
    assert found.keys() == {"city"}
    assert (reason is None and found["city"] is None) or (reason or "-") in str(found["city"])


def form(
    restore: str = '    if "_city" not in st.session_state:\n        st.session_state._city = st.session_state.city\n',
    field: str = '    st.text_input("City", key="_city")\n',
    submits: str = '    st.form_submit_button("Save", on_click=save)\n',
    above: str = "",
    head: str = 'with st.form("f"):\n',
    below: str = "",
) -> str:
    begin = HEAD if "save)" in submits else "import streamlit as st\n\n" + HEAD[HEAD.index("if ") :]
    return begin + above + head + restore + field + submits + below


FED = '    city = st.text_input("City", value=st.session_state.city, key="_city")\n'
SUBMIT = '    if st.form_submit_button("Save"):\n'


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (form(), None),
        (form(head='with st.form("f", clear_on_submit=True):\n'), "its form clears itself on submit"),
        (form(submits='    st.form_submit_button("Save", on_click=save)\n    st.form_submit_button("Other")\n'),
         "not every change of it is saved"),
        (form(submits='    st.form_submit_button("Save", on_click=save)\n    st.form_submit_button("Other", on_click=save)\n'),
         None),
        (form(above='if st.toggle("Stop"):\n    st.stop()\n'), "can skip its form, which would then submit the widget's default"),
        (form(submits='    st.form_submit_button("Save", None, save)\n'), "nothing would be left of save()"),
        (form(below='st.session_state.city = "Rome"\n'), "is also assigned at app.py"),
        (form("", FED, SUBMIT + "        st.session_state.city = city\n"), None),
        (form("", FED, SUBMIT + "        st.session_state.city = st.session_state._city\n"), None),
        (form("", FED, SUBMIT + "        if city:\n            st.session_state.city = city\n"),
         "not every change of it is saved"),
        (form("", FED, SUBMIT + "        st.session_state.city = city.strip()\n"), "is also assigned at app.py"),
        (form("", FED, SUBMIT + '        st.session_state.city = city\n    st.form_submit_button("Other")\n'),
         "not every change of it is saved"),
        (form("", FED, SUBMIT + "        st.session_state.city = city\n", above="st.write(st.session_state.city)\n"),
         "reads 'city' before a change is saved"),
        (form("", FED, '    if done := st.form_submit_button("Save"):\n        st.session_state.city = city\n'),
         "what stands around it does more than to test"),
    ],
)  # fmt: skip
def test_a_field_of_a_form(folder: Path, app: str, reason: str | None) -> None:
    found = reasons(folder, {"app.py": app})
    assert found.keys() == {"city"}
    assert (reason is None and found["city"] is None) or (reason or "-") in str(found["city"])


NOTED = """\
import streamlit as st

KEPT = "kept_keys"


def note(key):
    st.session_state.setdefault(KEPT, set()).add(key)
    return key


for key in st.session_state.get(KEPT, ()):
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]
if st.toggle("Show", key="show", value=True):
    st.text_input("City", key=note("city"))
    st.text_input("Town", key=note("town"))
"""


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (NOTED, None),
        (NOTED + 'if st.button("x"):\n    st.session_state[KEPT].discard("city")\n', "only the run knows the outcome"),
        (NOTED + 'if st.button("x"):\n    st.session_state[KEPT] = set()\n', "only the run knows the outcome"),
        (NOTED + 'st.write(len(st.session_state[KEPT]))\n', "uses the keys in 'kept_keys' for something else, too"),
        (NOTED + 'st.write(len(st.session_state["kept_keys"]))\n', "uses the keys in 'kept_keys' for something else, too"),
        (NOTED + 'st.session_state[KEPT].clear()\n', "only the run knows the outcome"),
        (NOTED.replace("    return", "    print(key)\n    return"), "note() does more than to note the key"),
        (NOTED.replace("return key", "return str(key)"), "note() does more than to note the key"),
        (NOTED + 'if st.button("x"):\n    del st.session_state["town"]\n', "the app deletes 'town'"),
    ],
)  # fmt: skip
def test_keys_that_are_noted(folder: Path, app: str, reason: str | None) -> None:
    found = reasons(folder, {"app.py": app})
    assert {"city", "town"} >= found.keys() > set()
    assert all(reason in str(each) if reason is not None else each is None for each in found.values()), found


OBJECT = """\
import streamlit as st


class Profile:
    days = 3


def save():
    st.session_state.profile.days = st.session_state.days


if "profile" not in st.session_state:
    st.session_state.profile = Profile()
    st.session_state.rows = [{"name": "a"}, {"name": "b"}]
    st.session_state.settings = {"city": "Oslo"}
profile, settings = st.session_state.profile, st.session_state.settings
st.session_state.setdefault("town", "Rome")
"""
PART = "its value lives in a part of "
NO_KEY = "the widget has no key: a new first value makes another widget of it today"


@pytest.mark.parametrize(
    ("widget", "key", "reason"),
    [
        ('profile.days = st.number_input("D", value=profile.days, key="days")', "profile.days", f"{PART}'profile'"),
        ('st.number_input("D", value=profile.days, key="days", on_change=save)', "profile.days", f"{PART}'profile'"),
        ('settings["city"] = st.text_input("C", settings["city"], key="c")', "settings.city", f"{PART}'settings'"),
        ('for i, row in enumerate(st.session_state.rows):\n    row["name"] = st.text_input("N", row["name"], key=f"n{i}")',
         "rows[*].name", f"{PART}'rows'"),
        ('profile.days = st.number_input("D", value=profile.days)', "profile.days", NO_KEY),
        ('settings["city"] = st.text_input("C", settings["city"])', "settings.city", NO_KEY),
        ('st.session_state.town = st.text_input("T", st.session_state.town)', "town", NO_KEY),
        ('with st.form("f"):\n    town = st.text_input("T", st.session_state.town)\n'
         '    if st.form_submit_button("S"):\n        st.session_state.town = town', "town", NO_KEY),
    ],
)  # fmt: skip
def test_a_part_of_an_object_and_a_widget_without_a_key(folder: Path, widget: str, key: str, reason: str) -> None:
    found = reasons(folder, {"app.py": f"{OBJECT}{widget}\n"})
    assert found.keys() == {key}
    assert str(found[key]).startswith(reason)
