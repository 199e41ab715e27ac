"""What says that nobody misses a value: small apps, each with the widget "k" hidden by a radio."""

from __future__ import annotations

import textwrap

import pytest

from keylint.app.keymap import KeyMap
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.unmissed import Unmissed, unmissed
from tests.run.apps import run

HEAD = 'import streamlit as st\nif st.radio("View", ["Edit", "Table"]) == "Edit":\n'


def reason(body: str) -> Unmissed | None:
    keymap = KeyMap(run(HEAD + textwrap.indent(textwrap.dedent(body), "    ")))
    [widget] = keymap.widgets_of("k")
    return unmissed(keymap.about(Inputs), widget)


@pytest.mark.parametrize(
    "body",
    [
        # used under the button
        'name = st.text_input("Name", key="k")\nif st.button("Add"):\n    save(name)\n',
        # checked and shown beside it
        'name = st.text_input("Name", key="k")\nst.write(name)\nif not name:\n    st.warning("?")\n'
        'if st.button("Add"):\n    save(name)\n',
        # bounds another input of the block
        'low = st.number_input("Low", key="k")\nhigh = st.number_input("High", min_value=low)\n'
        'if st.button("Add"):\n    save(low, high)\n',
        # in a dict that only the button takes
        'row = {"name": st.text_input("Name", key="k")}\nif st.button("Add"):\n    save(row)\n',
        # in its callback, by key
        'def add():\n    save(st.session_state.k)\nst.text_input("Name", key="k")\nst.button("Add", on_click=add)\n',
        # what it chooses is all that matters
        'unit = st.selectbox("Unit", ["m", "ft"], key="k")\nfactor = 1 if unit == "m" else 3.28\n'
        'if st.button("Add"):\n    save(factor)\n',
        # parsed and looked through beside it
        'names = st.text_area("Names", key="k").splitlines()\nnames = list(dict.fromkeys(names))\n'
        'if st.button("Add") and names:\n    save(names)\n',
        # tidied by what only computes
        'name = str.lower(str.strip(st.text_input("Name", key="k")))\nif st.button("Add"):\n    save(name)\n',
        # in an object that only the button takes
        "class Order:\n    def __init__(self, name):\n        self.name = name\n"
        'name = st.text_input("Name", key="k")\nif st.button("Add"):\n    save(Order(name))\n',
        # what it gave is shown, saved and computed with later on
        'import lib\nn = st.number_input("N", key="k")\nif st.button("Go"):\n    st.session_state.result = lib.post(n)\n'
        'result = st.session_state.get("result")\nif result:\n    lib.plot(lib.compute(result))\n',
        'n = st.number_input("N", key="k")\nif st.button("Go"):\n    answer = post({"n": n})\n    if answer.status != 200:\n'
        '        st.session_state.result = {"error": "?", "n": n}\n    else:\n'
        '        st.session_state.result = {"error": None, "n": n}\n'
        'result = st.session_state.get("result")\nif result:\n    plot(load(result.get("n")))\n',
        'n = st.number_input("N", key="k")\nout = None\nif st.button("Go"):\n    out = big(n) if n > 3 else small(n)\n'
        "if out is not None:\n    plot(compute(out))\n",
        # a chart of what the button made is called by it
        'n = st.number_input("N", key="k")\nif st.button("Go"):\n    st.session_state.made = big(n)\n'
        'if "made" in st.session_state:\n    st.plotly_chart(plot(st.session_state.made), key=f"chart_{n}")\n',
        # a table of it is shown beside it
        'import pandas as pd\nnames = st.multiselect("Names", ["a", "b"], key="k")\n'
        'st.dataframe(pd.DataFrame([{"name": name} for name in names]))\nif st.button("Add"):\n    save(names)\n',
        # the same, of a table that is built up in loops and in a list
        'import pandas as pd\nyears = st.multiselect("Years", [1, 2], key="k")\nif st.button("Query"):\n'
        '    st.session_state.df = query(tuple(sorted(years)))\nif "df" in st.session_state:\n'
        '    df = st.session_state.df\n    rows = []\n    for name in ["x", "y"]:\n        part = df[df["a"] == name]\n'
        '        if len(part) > 2:\n            rows.append({"n": part["n"].sum()})\n'
        '    total = df.groupby("a").sum()\n    total["b"] = "all"\n    plot(pd.DataFrame(rows), pd.concat([df, total]))\n',
        # the same, in an entry of a dict
        'if "out" not in st.session_state:\n    st.session_state.out = {}\nn = st.number_input("N", key="k")\n'
        'if st.button("Go"):\n    st.session_state.out["df"] = query(n)\n'
        'for name in ["x", "y"]:\n    plot(st.session_state.out.get("df"), name)\n',
        # it decides what is in a list, or a dict, that only the button takes
        'chosen = []\nif st.checkbox("a", key="k"):\n    chosen.append("a")\nif st.button("Go"):\n    save(chosen)\n',
        'chosen = []\nfor name in names():\n    if st.checkbox(name, key="k"):\n        chosen.append(name)\n'
        'text = ", ".join(sorted(chosen))\nif st.button("Go"):\n    save(text)\n',
        'row = {"n": 1}\nif st.checkbox("a", key="k"):\n    row["a"] = 2\nif st.button("Go"):\n    save(row)\n',
        # in one of the values that an entry can have
        'row = {}\ntext = st.text_input("N", key="k")\nif not text:\n    row["n"] = None\nelse:\n    row["n"] = float(text)\n'
        'if st.button("Go"):\n    for name, value in row.items():\n        save(name, value)\n',
        # a test under the button decides what is used later, but only then
        'import os\nserver = os.getenv("SERVER", "a")\ntext = st.text_area("Comment", key="k")\nif st.button("Add"):\n'
        '    if text.strip():\n        server = st.session_state.get("server", "b")\n        post(server, text)\n'
        '    else:\n        st.warning("?")\nplot(load(server))\n',
        # in the arguments that a command of a library takes
        'import argparse\nimport lib\nangle = st.number_input("Angle", key="k")\nif st.button("Go"):\n'
        "    args = argparse.Namespace(angle=angle, walls=3)\n    lib.run(args)\n",
        "import argparse\nimport lib\ndef args_of(angle, walls):\n    return argparse.Namespace(**locals())\n"
        'angle = st.number_input("Angle", key="k")\nif st.button("Go"):\n    lib.run(args_of(angle, walls=3))\n',
        # what enables it
        'word = st.text_input("Type DELETE", key="k")\nst.button("Delete", disabled=word != "DELETE")\n',
    ],
)
def test_input_that_a_button_takes(body: str) -> None:
    assert reason(body) is Unmissed.ONE_SHOT


@pytest.mark.parametrize(
    "body",
    [
        # used in every run too
        'rate = st.number_input("Rate", key="k")\nplot(compute(rate))\nif st.button("Add"):\n    save(rate)\n',
        # a chat message is no button
        'model = st.selectbox("Model", ["a", "b"], key="k")\nif st.chat_input("Ask"):\n    ask(model)\n',
        # a copy of it is kept outside of the click
        'name = st.text_input("Name", key="k")\nst.session_state.copy = name\nif st.button("Add"):\n    save(name)\n',
        'engine = st.selectbox("Search engine", ["a", "b"], key="k")\nask(engine)\n',
        'st.text_area("What would you like to find out?", key="k")\n',
        'st.text_input("Research topic", key="k")\n',
        'mode = st.radio("Model", ["a", "b"], key="k")\nif mode == "a":\n    train()\n',
        'st.text_input("API key", type="password", key="k")\n',
        # it decides what is drawn, and what is computed with
        'how = st.radio("Rate", ["fixed", "own"], key="k")\nrate = 0.05\nif how == "own":\n'
        '    rate = st.number_input("Own rate")\nplot(compute(rate))\n',
        # the same, where what it chooses goes into a text, and into what is computed on
        'own = st.checkbox("Own rate", key="k")\nif own:\n    rate = st.number_input("Rate")\nelse:\n    rate = 0.05\n'
        'st.caption(f"With {rate * 100:.1f} %")\nplot(grow(100.0, 1 + rate))\n',
        # what a chat message gave depends on the settings of the talk
        'import lib\nmodel = st.selectbox("Model", ["a", "b"], key="k")\nif st.chat_input("Ask"):\n'
        '    st.session_state.answer = lib.ask(model)\nplot(st.session_state.get("answer"))\n',
        # what is computed in every run, and stored
        'import lib\nn = st.number_input("N", key="k")\nst.session_state.rows = lib.grow(n)\n'
        'plot(st.session_state.rows)\nif st.button("Save"):\n    save(st.session_state.rows)\n',
        # chosen one by one, for what is computed in every run
        'chosen = []\nif st.checkbox("a", key="k"):\n    chosen.append("a")\nplot(compute(chosen))\n',
        # an item, not rows
        'names = st.session_state.get("names")\nn = st.number_input("N", key="k")\nplot(names[n])\n',
        # chosen for what the page shows and offers
        'unit = st.selectbox("Unit", ["m", "ft"], key="k")\nrows = load() * (1 if unit == "m" else 3.28)\n'
        'st.line_chart(rows)\nst.download_button("Save", rows.to_csv(), "rows.csv")\n',
    ],
)
def test_what_is_a_setting(body: str) -> None:
    assert reason(body) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('st.text_input("Name", disabled=True, key="k")\n', Unmissed.NOTHING_TO_ENTER),
        ('st.text_area("Answer", value=ask(), key="k")\n', Unmissed.NOTHING_TO_ENTER),
        ('st.text_input("Search products", key="k")\n', Unmissed.SEARCH),
        ('st.multiselect("Filter by region", load(), key="k")\n', Unmissed.SEARCH),
        ('import pandas as pd\ndf = pd.read_csv("a")\nr = st.selectbox("Region", ["a"], key="k")\n'
         "st.dataframe(df[df.region == r])\n", Unmissed.SEARCH),
        ('import pandas as pd\ndf = pd.read_csv("a")\nday = pd.Timestamp(st.date_input("From", key="k"))\n'
         "st.dataframe(df[df.day >= day])\n", Unmissed.SEARCH),
        ('import datetime as dt\nimport pandas as pd\ndf = pd.read_csv("a")\nday = st.date_input("From", key="k")\n'
         "since = dt.datetime.combine(day, dt.time(0)) - dt.timedelta(days=1)\nst.dataframe(df[df.day >= since])\n",
         Unmissed.SEARCH),
        ('import pandas as pd\ndf = pd.read_csv("a")\nname = st.selectbox("Order", ["-", *df.name], key="k")\n'
         'if name != "-":\n    st.subheader(f"Order {name}")\n    st.dataframe(df[df.name == name])\n', Unmissed.SEARCH),
        ('import pandas as pd\ndf = pd.read_csv("a")\nday = pd.Timestamp(st.date_input("Start", key="k"))\n'
         "plot(df[df.day >= day], simulate(day))\n", None),
        # shown in every way, and used for nothing else
        ('import pandas as pd\ndf = pd.read_csv("a")\nr = st.selectbox("Region", ["a"], key="k")\nst.write(r)\n'
         "st.dataframe(df[df.region == r])\nst.line_chart({r: [1]})\n", Unmissed.SEARCH),
        # rows of a table that session state holds
        ('df = st.session_state.df\nc = st.selectbox("City", ["a"], key="k")\nst.dataframe(df[df["city"] == c])\n',
         Unmissed.SEARCH),
        ('df = st.session_state.df\nd = st.selectbox("Day", ["a"], key="k")\nc = st.selectbox("City", ["a"])\n'
         'part = df.loc[(df["city"] == c) & ~(df["day"] == d), ["n"]]\nif part.empty:\n    st.info("none")\n'
         "st.dataframe(part)\n", Unmissed.SEARCH),
        ('df = st.session_state.df\nc = st.multiselect("Cities", ["a"], key="k")\nmask = df["city"].isin(c) & df["open"]\n'
         'st.dataframe(df[mask])\n', Unmissed.SEARCH),
        # rows that a database is asked for
        ('import pandas as pd\ncity = st.selectbox("City", ["a"], key="k")\n'
         'df = pd.read_sql_query("SELECT * FROM t WHERE city = ?", connect(), params=[city])\nst.dataframe(df)\n', Unmissed.SEARCH),
        ('since = st.date_input("From", key="k")\nsql, values = "select n from t where 1 = 1", []\nif since:\n'
         '    sql += " and day >= ?"\n    values.append(str(since))\ncursor = connect()\ncursor.execute(sql, values)\n'
         'for row in cursor.fetchall():\n    st.write(row)\n', Unmissed.SEARCH),
        ('topic = st.selectbox("Topic", ["a", "b"], key="k")\nst.write(client.ask(f"Select the best words on {topic}"))\n', None),
        ('n = st.number_input("N", key="k")\nconnect().execute("insert into t values (?)", (n,))\n', None),
        # chosen one by one
        ('import pandas as pd\ndf = pd.read_csv("a")\nnames = []\nif st.checkbox("a", key="k"):\n'
         '    names.append("a")\nst.dataframe(df[df["name"].isin(names)])\n', Unmissed.SEARCH),
        ('import pandas as pd\ndf = pd.read_csv("a")\nnames = []\nif st.checkbox("a", key="k"):\n'
         '    names.append("a")\nplot(df[df["name"].isin(names)])\n', Unmissed.SEARCH),
        # of which another column is computed
        ('df = st.session_state.df\nc = st.selectbox("City", ["a"], key="k")\n'
         'agg = df[df["city"] == c].groupby("x", as_index=False).sum()\nagg["%"] = agg["n"] / agg["n"].sum()\n'
         'st.dataframe(agg.head(3)[["x", "%"]])\n', Unmissed.SEARCH),
        # a column of another input's value is stored
        ('df = st.session_state.df\nrate = st.selectbox("Rate", [1, 2], key="k")\ndf["n"] = df["n"] * rate\n'
         'st.dataframe(df)\n', None),
        ('if st.checkbox("Show raw data", key="k"):\n    st.dataframe(load())\n', Unmissed.VIEW),
        # which chart, and how
        ('import plotly.express as px\nkind = st.radio("Kind", ["bar", "line"], key="k")\n'
         'draw = px.bar if kind == "bar" else px.line\nfig = draw(load(), x="a")\nfig.update_layout(height=300)\n'
         'st.plotly_chart(fig)\n', Unmissed.VIEW),
        ('import matplotlib.pyplot as plt\nlog = st.radio("Scale", ["linear", "log"], key="k")\nfig, ax = plt.subplots()\n'
         'ax.plot([1, 2])\nax.set_yscale(log)\nst.pyplot(fig)\n', Unmissed.VIEW),
        ('df = load()\nby = st.selectbox("By", ["a", "b"], key="k")\nrows = df.groupby(by).sum()\n'
         'rows["n"] = rows["n"].cumsum()\nst.bar_chart(rows)\n', Unmissed.VIEW),
        # what is computed, and charted
        ('import plotly.express as px\nhow = st.selectbox("Method", ["a", "b"], key="k")\n'
         'st.plotly_chart(px.bar(simulate(how)))\n', None),
        ('import plotly.express as px\nn = st.number_input("Years", key="k")\nst.plotly_chart(px.line([n, 2 * n]))\n', None),
        ('part = st.radio("Part", ["A", "B"], key="k")\nif part == "A":\n    st.text_input("Note")\n', Unmissed.PANELS),
        ('page = st.selectbox("Page", ["A", "B"], key="k")\nif page == "A":\n    st.text_input("Note")\n', Unmissed.VIEW),
        ('st.text_input("User", key="k")\nst.text_input("Password", type="password", key="pw")\n', Unmissed.LOGIN),
        ('a, b = st.columns(2)\na.text_input("User", key="k")\nb.text_input("Password", type="password", key="pw")\n',
         Unmissed.LOGIN),
        ('a, b = st.tabs(["General", "Security"])\na.text_input("City", key="k")\n'
         'b.text_input("Password", type="password", key="pw")\n', None),
        ('st.text_input("City", key="k")\nwith st.sidebar:\n    st.text_input("Password", type="password", key="pw")\n',
         None),
        ('with st.form("f"):\n    st.text_input("Name", key="k")\n    st.form_submit_button("Add")\n', Unmissed.FORM),
        ('import os\nv = st.text_input("Dir", os.environ.get("D", ""), key="k")\nos.environ["D"] = v\n', Unmissed.SAVED),
        ('import json\ndef keep():\n    json.dump({"n": st.session_state.k}, open("s.json", "w"))\n'
         'if "k" not in st.session_state:\n    st.session_state.k = json.load(open("s.json")).get("n", 3)\n'
         'st.slider("N", 0, 9, key="k", on_change=keep)\n', Unmissed.SAVED),
        ('from pydantic import BaseModel\nclass Config(BaseModel):\n    n: int = 3\n'
         'def keep():\n    write(Config(n=st.session_state.k).model_dump_json())\n'
         'st.slider("N", 0, 9, value=Config(**load()).n, key="k", on_change=keep)\n', Unmissed.SAVED),
        ('from pydantic import BaseModel\nclass Config(BaseModel):\n    n: int = 3\n'
         '    def __init__(self, **given):\n        super().__init__(**given)\n'
         'def keep():\n    write(Config(n=st.session_state.k))\n'
         'st.slider("N", 0, 9, value=Config(**load()).n, key="k", on_change=keep)\n', Unmissed.SAVED),
        ('from pydantic import BaseModel\nclass Config(BaseModel):\n    n: int = 3\n'
         'st.slider("N", 0, 9, value=Config(**load()).n, key="k")\n', None),
        ('row = load()\nname = st.text_input("Name", row.name, key="k")\nif name != row.name:\n    rename(row, name)\n',
         Unmissed.SAVED),
        ('for row in load():\n    days = st.number_input("Days", value=row["days"], key="k")\n'
         '    if days != row["days"]:\n        if days > 9:\n            st.error("!")\n        else:\n'
         '            execute("UPDATE x", (days, row["id"]))\n            st.rerun()\n', Unmissed.SAVED),
        ('old = load()\ndef save(new):\n    if new == old:\n        return\n    put(new)\n'
         'save(st.text_area("Text", old, key="k"))\n', Unmissed.SAVED),
        ('one = st.session_state.shop.find("a")\ndef keep():\n    one.note = st.session_state.k\n'
         'st.text_area("Note", one.note, key="k", on_change=keep)\n', Unmissed.SAVED),
        ('one = find(st.session_state.shop)\none.note = st.text_area("Note", one.note, key="k")\n', Unmissed.SAVED),
        # to another attribute, only on a click
        ('one = st.session_state.shop.find("a")\ndef keep():\n    one.text = st.session_state.k\n'
         'st.text_area("Note", one.note, key="k", on_change=keep)\n', None),
        ('one = find(st.session_state.shop)\nnote = st.text_area("Note", one.note, key="k")\nplot(compute(note))\n'
         'if st.button("Save"):\n    one.note = note\n', None),
        # the change goes nowhere, or what it is compared with is not what it begins with
        ('row = load()\nname = st.text_input("Name", row.name, key="k")\nif name != row.name:\n    st.info("Changed")\n'
         'plot(compute(name))\n', None),
        ('old = load()\nname = st.text_input("Name", first(), key="k")\nif name != old:\n    rename(name)\n', None),
        ('import json\ndef keep():\n    json.dump({"n": st.session_state.k}, open("s.json", "w"))\n'
         'if "k" not in st.session_state:\n    st.session_state.k = 3\n'
         'st.slider("N", 0, 9, key="k", on_change=keep)\n', None),
    ],
)  # fmt: skip
def test_other_reasons(body: str, expected: Unmissed | None) -> None:
    assert reason(body) is expected


ITEMS = """
store = st.session_state.setdefault("store", {})
texts = st.session_state.setdefault("texts", {})
names = load()
name = st.selectbox("Item", names)
"""


def reason_of_item(body: str) -> Unmissed | None:
    """Of the widget whose key is of the item that is chosen."""
    keymap = KeyMap(run(HEAD + textwrap.indent(ITEMS + textwrap.dedent(body), "    ")))
    [widget] = keymap.widgets_of("note_*")
    return unmissed(keymap.about(Inputs), widget)


@pytest.mark.parametrize(
    "body",
    [
        'note = st.text_input("Note", key=f"note_{name}")\nif st.button("Save"):\n    store[name] = note\n',
        'note = st.text_input("Note", key="note_" + name)\nif st.button("Save"):\n    store[name] = {"note": note, "n": 1}\n',
        # begins with something else than what is kept
        'note = st.text_area("Note", texts.get(name, ""), key=f"note_{name}")\nif st.button("Save"):\n'
        "    if name not in store:\n        store[name] = {}\n    store[name]['a'] = dict(note=note)\n",
        # what it chooses is kept
        'how = st.radio("How", ["a", "b"], key=f"note_{name}")\nif st.button("Save"):\n'
        '    store[name] = {"status": {"a": "good", "b": "bad"}[how], "by": [1]}\n',
        # in the callback of the button
        'def save():\n    st.session_state.store[name] = st.session_state[f"note_{name}"]\n'
        'st.text_input("Note", key=f"note_{name}")\nst.button("Save", on_click=save)\n',
    ],
)
def test_what_is_kept_for_an_item_and_never_shown_again_is_missed(body: str) -> None:
    assert reason_of_item(body) is not Unmissed.ONE_SHOT


@pytest.mark.parametrize(
    "body",
    [
        # begins with what is kept
        'note = st.text_input("Note", store.get(name, ""), key=f"note_{name}")\nif st.button("Save"):\n'
        "    store[name] = note\n",
        # one more each time
        'note = st.text_input("Note", key=f"note_{name}")\nif st.button("Add"):\n'
        '    st.session_state.setdefault("log", []).append((name, note))\n',
        # not of the item
        'note = st.text_input("Note", key=f"note_{name}")\nif st.button("Save"):\n    st.session_state["last"] = note\n',
        'note = st.text_input("Note", key=f"note_{name}")\nif st.button("Send"):\n    send(name, note)\n',
    ],
)
def test_what_is_added_or_sent_for_an_item_is_not(body: str) -> None:
    assert reason_of_item(body) is Unmissed.ONE_SHOT


TABLE = "import pandas as pd\nrows = pd.read_csv('rows.csv')\n"


@pytest.mark.parametrize(
    "body",
    [
        # what another widget offers, and what can be downloaded
        'text = st.text_input("Part", key="k")\nfound = rows[rows.name.str.contains(text)]\n'
        'st.selectbox(f"Found for {text}", found.name)\n',
        'part = st.date_input("Day", key="k")\nfound = rows[rows.day == part]\nst.dataframe(found)\n'
        'st.download_button("Get", found.to_csv())\n',
        # one of what the data has, whose part of it is shown
        'part = st.selectbox("Sector", rows.sector.unique(), key="k")\nst.subheader(part)\n',
        "@st.cache_data\ndef load(sector):\n    return pd.read_csv(sector)\n"
        'part = st.selectbox("Sector", rows.sector.unique(), key="k")\nst.dataframe(load(part))\n',
        'part = st.radio("Sector", sorted(rows.sector.unique()), key="k")\n'
        "st.dataframe(rows[rows.sector == part].merge(rows))\n",
    ],
)
def test_a_choice_among_the_data_is_a_filter(body: str) -> None:
    assert reason(TABLE + body) is Unmissed.SEARCH


@pytest.mark.parametrize(
    "body",
    [
        # a setting: its options are the author's
        "@st.cache_data\ndef train(kind):\n    return pd.read_csv(kind)\n"
        'kind = st.selectbox("Model", ["linear", "forest"], key="k")\nst.write(train(kind))\n',
        # what is chosen is computed with, or kept
        'part = st.selectbox("Sector", rows.sector.unique(), key="k")\nst.session_state.sector = part\n',
        'part = st.selectbox("Sector", rows.sector.unique(), key="k")\nsend(part)\n',
        # several
        'parts = st.multiselect("Sectors", rows.sector.unique(), key="k")\nst.write(parts)\n',
    ],
)
def test_a_setting_is_none(body: str) -> None:
    assert reason(TABLE + body) is not Unmissed.SEARCH


@pytest.mark.parametrize(("key", "is_search"), [("fleet_search", True), ("search_engine", False), ("term", False)])
def test_a_key_that_ends_as_a_search(key: str, is_search: bool) -> None:
    keymap = KeyMap(run(HEAD + f"    st.text_input(translate('label'), key='{key}')\n"))
    [widget] = keymap.widgets_of(key)
    assert (unmissed(keymap.about(Inputs), widget) is Unmissed.SEARCH) is is_search
