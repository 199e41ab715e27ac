"""A collection that is filled by what only the run knows hides nothing that is drawn from it, however it is filled.

Whatever was seen to be put in, or could not be seen, what a test of it or a loop over it draws must be on the page: a
list that is taken to be empty makes widgets vanish without a word.
"""

from __future__ import annotations

import pytest

from tests.run.apps import draws, keys, run

HEAD = "import streamlit as st\nimport lib\nfrom lib import client, load\nrows = load()\nmore = lib.more()\n"
FILLINGS = {
    "append": """
xs = []
for q in rows:
    xs.append(q)
""",
    "extend outside": """
xs = []
xs.extend(load())
""",
    "iadd outside": """
xs = []
xs += load()
""",
    "iadd list": """
xs = []
for q in rows:
    xs += [q]
""",
    "passed outside": """
xs = []
lib.fill(xs)
""",
    "passed method": """
xs = []
client.fill(xs, rows)
""",
    "keyword outside": """
xs = []
lib.fill(target=xs)
""",
    "heap": """
import heapq
xs = []
for q in rows:
    heapq.heappush(xs, q)
""",
    "bisect": """
import bisect
xs = []
for q in rows:
    bisect.insort(xs, q)
""",
    "slice assign": """
xs = []
xs[:] = load()
""",
    "insert": """
xs = []
for q in rows:
    xs.insert(0, q)
""",
    "deque": """
from collections import deque
xs = deque()
for q in rows:
    xs.append(q)
""",
    "alias": """
xs = []
ys = xs
for q in rows:
    ys.append(q)
""",
    "alias tuple": """
xs, zs = [], []
for q in rows:
    (xs if q else zs).append(q)
""",
    "setadd": """
xs = set()
for q in rows:
    xs.add(q)
""",
    "setor": """
xs = set()
for q in rows:
    xs |= {q}
""",
    "method ref": """
xs = []
add = xs.append
for q in rows:
    add(q)
""",
    "map call": """
xs = []
list(map(xs.append, rows))
""",
    "comprehension effect": """
xs = []
[xs.append(q) for q in rows]
""",
    "inner function": """
xs = []
def add(q):
    xs.append(q)
for q in rows:
    add(q)
""",
    "inner param": """
xs = []
def add(ys, q):
    ys.append(q)
for q in rows:
    add(xs, q)
""",
    "lambda": """
xs = []
add = lambda q: xs.append(q)
for q in rows:
    add(q)
""",
    "callback outside": """
xs = []
lib.walk(rows, xs.append)
""",
    "callback outside fn": """
xs = []
def visit(q):
    xs.append(q)
lib.walk(rows, visit)
""",
    "object attr": """
class Box:
    def __init__(self):
        self.items = []
    def add(self, q):
        self.items.append(q)
box = Box()
for q in rows:
    box.add(q)
xs = box.items
""",
    "object dict": """
class Box:
    def __init__(self):
        self.items = {}
    def add(self, q):
        self.items[q] = 1
box = Box()
for q in rows:
    box.add(q)
xs = box.items
""",
    "object setdefault": """
class Box:
    def __init__(self):
        self.items = {}
    def add(self, q):
        self.items.setdefault(q, []).append(q)
box = Box()
for q in rows:
    box.add(q)
xs = box.items
""",
    "dict item": """
xs = {}
for q in rows:
    xs[q] = q
""",
    "dict setdefault": """
xs = {}
for q in rows:
    xs.setdefault(q, 1)
""",
    "dict setdefault list": """
xs = {}
for q in rows:
    xs.setdefault(q, []).append(q)
""",
    "dict setdefault name": """
xs = {}
for q in rows:
    ys = xs.setdefault(q, [])
    ys.append(q)
""",
    "dict update": """
xs = {}
xs.update(load())
""",
    "dict or": """
xs = {}
xs |= load()
""",
    "dict spread": """
xs = {}
xs = {**xs, **load()}
""",
    "dict zip": """
xs = dict(zip(rows, rows))
""",
    "dict comp": """
xs = {q: q for q in rows}
""",
    "dict comp fill": """
ds = {q: [] for q in rows}
for q in rows:
    ds[q].append(q)
xs = ds['a']
""",
    "dict comp fill other": """
ds = {q: [] for q in rows}
for q in more:
    ds[q].append(q)
xs = [x for v in ds.values() for x in v]
""",
    "dict comp values": """
ds = {q: [] for q in rows}
for q in more:
    ds[q].append(q)
xs = []
for v in ds.values():
    xs.extend(v)
""",
    "dict known fill": """
ds = {'a': [], 'b': []}
for q in rows:
    ds[q['k']].append(q)
xs = ds['a']
""",
    "dict known get": """
ds = {'a': [], 'b': []}
for q in rows:
    ds.get(q['k'], []).append(q)
xs = ds['a']
""",
    "dict many fill": "ds = {"
    + ", ".join(f"'k{i}': []" for i in range(60))
    + "}\nfor q in rows:\n    ds[q['k']].append(q)\nxs = ds['k3']",
    "dict nested many": "ds = {"
    + ", ".join(f"'k{i}': {{'n': []}}" for i in range(60))
    + "}\nfor q in rows:\n    ds[q['k']]['n'].append(q)\nxs = ds['k3']['n']",
    "defaultdict": """
from collections import defaultdict
xs = defaultdict(list)
for q in rows:
    xs[q].append(q)
""",
    "defaultdict read": """
from collections import defaultdict
ds = defaultdict(list)
for q in rows:
    ds[q].append(q)
xs = ds['a']
""",
    "defaultdict get": """
from collections import defaultdict
ds = defaultdict(list)
for q in rows:
    ds[q].append(q)
xs = ds.get('a', [])
""",
    "defaultdict get or": """
from collections import defaultdict
ds = defaultdict(list)
for q in rows:
    ds[q].append(q)
xs = ds.get('a') or []
""",
    "defaultdict nested": """
from collections import defaultdict
xs = defaultdict(lambda: defaultdict(list))
for q in rows:
    xs[q['a']][q['b']].append(q)
""",
    "defaultdict nested read": """
from collections import defaultdict
ds = defaultdict(lambda: defaultdict(list))
for q in rows:
    ds[q['a']][q['b']].append(q)
xs = ds['a']['b']
""",
    "defaultdict int": """
from collections import defaultdict
xs = defaultdict(int)
for q in rows:
    xs[q] += 1
""",
    "defaultdict known": """
from collections import defaultdict
xs = defaultdict(list)
for q in rows:
    xs['all'].append(q)
""",
    "defaultdict dict": """
import collections
ds = collections.defaultdict(dict)
for q in rows:
    ds[q['a']][q['b']] = q
xs = ds['x']
""",
    "counter": """
from collections import Counter
xs = Counter()
for q in rows:
    xs[q] += 1
""",
    "counter update": """
from collections import Counter
xs = Counter()
xs.update(rows)
""",
    "function setdefault": """
def group(rows):
    out = {}
    for q in rows:
        out.setdefault(q['id'], []).append(q)
    return out
xs = group(rows)
""",
    "function get": """
def group(rows):
    out = {}
    for q in rows:
        out[q['id']] = out.get(q['id'], 0) + 1
    return out
xs = group(rows)
""",
    "get after": """
ds = {}
for q in rows:
    ds[q['id']] = [q]
xs = ds.get('a', [])
""",
    "get after none": """
ds = {}
for q in rows:
    ds[q['id']] = [q]
xs = ds.get('a')
""",
    "pop after": """
ds = {}
for q in rows:
    ds[q['id']] = [q]
xs = ds.pop('a', [])
""",
    "in after": """
ds = {}
for q in rows:
    ds[q['id']] = [q]
xs = ds['a'] if 'a' in ds else []
""",
    "while": """
xs = []
n = lib.count()
while n > 0:
    xs.append(n)
    n -= 1
""",
    "try": """
xs = []
try:
    for q in rows:
        xs.append(q)
except Exception:
    pass
""",
    "nested loop": """
xs = []
for q in rows:
    for p in q:
        xs.append(p)
""",
    "nested dict item": """
ds = {'n': {}}
for q in rows:
    ds['n'][q] = q
xs = ds['n']
""",
    "nested list": """
ds = {'n': []}
for q in rows:
    ds['n'].append(q)
xs = ds['n']
""",
    "list of lists": """
ds = [[], []]
for q in rows:
    ds[q['i']].append(q)
xs = ds[0]
""",
    "list of lists comp": """
ds = [[] for _ in range(3)]
for q in rows:
    ds[q['i']].append(q)
xs = ds[0]
""",
    "list of lists enum": """
ds = [[] for _ in range(3)]
for i, q in enumerate(rows):
    ds[i % 3].append(q)
xs = ds[0]
""",
    "batches": """
xs = []
batch = []
for q in rows:
    batch.append(q)
    if len(batch) == 3:
        xs.append(batch)
        batch = []
if batch:
    xs.append(batch)
""",
    "global": """
xs = []
def fill():
    global xs
    xs = load()
fill()
""",
    "setattr": """
class N: pass
n = N()
n.xs = []
setattr(n, 'xs', load())
xs = n.xs
""",
    "thread": """
import threading
xs = []
def work():
    xs.append(1)
t = threading.Thread(target=work)
t.start()
""",
    "pool": """
from concurrent.futures import ThreadPoolExecutor
xs = []
with ThreadPoolExecutor() as pool:
    for f in pool.map(lib.load, rows):
        xs.append(f)
""",
    "walk": """
import os
xs = []
for root, dirs, files in os.walk('.'):
    for f in files:
        xs.append(f)
""",
    "starred": """
xs = [*load()]
""",
    "concat": """
xs = [] + load()
""",
    "chain": """
import itertools
xs = list(itertools.chain(load(), []))
""",
    "groupby": """
import itertools
xs = {}
for k, g in itertools.groupby(rows):
    xs[k] = list(g)
""",
    "dataclass list": """
from dataclasses import dataclass, field
@dataclass
class Box:
    items: list = field(default_factory=list)
box = Box()
for q in rows:
    box.items.append(q)
xs = box.items
""",
    "defaultdict factory fn": """
from collections import defaultdict
def empty():
    return {'rows': []}
ds = defaultdict(empty)
for q in rows:
    ds[q['id']]['rows'].append(q)
xs = ds['a']['rows']
""",
    "dict of dict values": """
ds = {}
for q in rows:
    ds.setdefault(q['a'], {}).setdefault(q['b'], []).append(q)
xs = [x for inner in ds.values() for v in inner.values() for x in v]
""",
    "items sorted": """
ds = {}
for q in rows:
    ds.setdefault(q['a'], []).append(q)
xs = sorted(ds.items())
""",
    "dict fromkeys": """
xs = dict.fromkeys(rows)
""",
    "dict fromkeys fill": """
ds = dict.fromkeys(['a', 'b'], 0)
for q in rows:
    ds[q] += 1
xs = [k for k, v in ds.items() if v]
""",
    "sum lists": """
xs = sum([[q] for q in rows], [])
""",
    "filter": """
xs = list(filter(None, rows))
""",
    "generator": """
def gen():
    for q in rows:
        yield q
xs = list(gen())
""",
    "recursive": """
xs = []
def walk(node):
    xs.append(node)
    for child in node['children']:
        walk(child)
for q in rows:
    walk(q)
""",
    "default arg": """
def add(q, into=[]):
    into.append(q)
    return into
xs = []
for q in rows:
    xs = add(q)
""",
    "state setdefault": """
xs = st.session_state.setdefault('cache', {})
for q in rows:
    xs.setdefault(q, []).append(q)
""",
    "state dict": """
st.session_state.cache = {}
for q in rows:
    st.session_state.cache.setdefault(q, []).append(q)
xs = st.session_state.cache
""",
    "cached": """
@st.cache_data
def make():
    xs = []
    for q in lib.rows():
        xs.append(q)
    return xs
xs = make()
""",
    "swap": """
xs, ys = [], load()
xs, ys = ys, xs
""",
    "match": """
xs = []
for q in rows:
    match q:
        case {'a': a}:
            xs.append(a)
""",
    "dict known assign": """
ds = {'a': [], 'b': []}
for q in rows:
    ds[q] = [q]
xs = ds['a']
""",
    "flag dict": """
ds = {'a': False, 'b': False}
for q in rows:
    ds[q] = True
xs = [1] if ds['a'] else []
""",
    "not in fill": """
ds = {}
for q in rows:
    if q['k'] not in ds:
        ds[q['k']] = []
    ds[q['k']].append(q)
xs = [v for v in ds.values() if len(v) > 1]
""",
    "not in fill len": """
ds = {}
for q in rows:
    if q['k'] not in ds:
        ds[q['k']] = []
    ds[q['k']].append(q)
xs = []
for v in ds.values():
    if len(v) > 2:
        xs.append(v)
""",
    "setdefault len": """
ds = {}
for q in rows:
    ds.setdefault(q['k'], []).append(q)
xs = []
for v in ds.values():
    if len(v) > 2:
        xs.append(v)
""",
    "defaultdict len": """
from collections import defaultdict
ds = defaultdict(list)
for q in rows:
    ds[q['k']].append(q)
xs = []
for k, v in ds.items():
    if len(v) > 2:
        xs.append(v)
""",
    "defaultdict count": """
from collections import defaultdict
ds = defaultdict(int)
for q in rows:
    ds[q['k']] += 1
xs = [k for k, v in ds.items() if v > 1]
""",
    "get count": """
ds = {}
for q in rows:
    ds[q['k']] = ds.get(q['k'], 0) + 1
xs = [k for k, v in ds.items() if v > 1]
""",
    "defaultdict set": """
from collections import defaultdict
ds = defaultdict(set)
for q in rows:
    ds[q['k']].add(q['v'])
xs = ds['a'] & ds['b']
""",
    "method outside": """
class Box:
    def __init__(self):
        self.items = []
    def add(self, q):
        self.items.append(q)
box = Box()
lib.walk(rows, box.add)
xs = box.items
""",
    "object outside": """
class Box:
    def __init__(self):
        self.items = []
box = Box()
lib.fill(box)
xs = box.items
""",
    "objects by key": """
class Box:
    def __init__(self):
        self.items = []
boxes = {'a': Box(), 'b': Box()}
for q in rows:
    boxes[q['k']].items.append(q)
xs = boxes['a'].items
""",
    "objects by key method": """
class Box:
    def __init__(self):
        self.items = []
    def add(self, q):
        self.items.append(q)
boxes = {'a': Box(), 'b': Box()}
for q in rows:
    boxes[q['k']].add(q)
xs = boxes['a'].items
""",
    "objects made": """
class Box:
    def __init__(self):
        self.items = []
    def add(self, q):
        self.items.append(q)
boxes = {}
for q in rows:
    boxes.setdefault(q['k'], Box()).add(q)
xs = [x for b in boxes.values() for x in b.items]
""",
    "list in tuple": """
parts = ([], [])
for q in rows:
    parts[bool(q)].append(q)
xs = parts[0]
""",
    "chosen list": """
new, old = [], []
for q in rows:
    target = new if q['new'] else old
    target.append(q)
xs = new
""",
    "nonlocal list": """
def outer():
    found = []
    def visit(node):
        found.append(node)
    for q in rows:
        visit(q)
    return found
xs = outer()
""",
    "csv": """
import csv
xs = []
with open('f') as f:
    for row in csv.DictReader(f):
        xs.append(row)
""",
    "stack": """
stack = [rows]
xs = []
while stack:
    node = stack.pop()
    for child in node:
        if child:
            xs.append(child)
            stack.append(child)
""",
    "items loop append": """
ds = {'a': [], 'b': []}
for k, v in ds.items():
    for q in rows:
        if q['k'] == k:
            v.append(q)
xs = ds['a']
""",
    "values loop unknown": """
ds = {q: [] for q in rows}
for v in ds.values():
    v.append(1)
xs = [x for v in ds.values() for x in v]
""",
    "dict pop": """
ds = {'a': [], 'b': []}
v = ds.pop(rows[0])
v.append(1)
xs = v
""",
    "next list": """
ls = [[], []]
v = next(l for l in ls if lib.ok(l))
v.append(1)
xs = ls[0]
""",
    "min list": """
ls = [[], []]
for q in rows:
    min(ls, key=len).append(q)
xs = ls[0]
""",
    "sorted list": """
ls = [[], []]
for q in rows:
    sorted(ls, key=len)[0].append(q)
xs = ls[0]
""",
    "choice list": """
import random
ls = [[], []]
for q in rows:
    random.choice(ls).append(q)
xs = ls[0]
""",
    "from function": """
ls = {'a': [], 'b': []}
def pick(q):
    return ls[q['k']]
for q in rows:
    pick(q).append(q)
xs = ls['a']
""",
    "iadd item": """
ls = {'a': [], 'b': []}
for q in rows:
    ls[q['k']] += [q]
xs = ls['a']
""",
    "update item": """
ls = {'a': {}, 'b': {}}
for q in rows:
    ls[q['k']].update({q['n']: 1})
xs = ls['a']
""",
    "nested default": """
ls = {}
for q in rows:
    ls.setdefault(q['k'], {'n': []})['n'].append(q)
xs = [x for v in ls.values() for x in v['n']]
""",
}
USES = {
    "loop": "for x in xs:\n    st.text_input('x', key=f'loop_{x}')\n",
    "if": "if xs:\n    st.text_input('x', key='if')\n",
    "len": "if len(xs) > 2:\n    st.text_input('x', key='len')\n",
    "in": "if 'a' in xs:\n    st.text_input('x', key='in')\n",
    "stop": "if not xs:\n    st.stop()\nst.text_input('x', key='stop')\n",
}


@pytest.mark.parametrize("filling", FILLINGS)
def test_what_is_drawn_from_it_is_on_the_page(filling: str) -> None:
    found = keys(run(HEAD + FILLINGS[filling] + "\n" + "".join(USES.values())))
    # A loop is run for each of the lists that it may be over.
    assert list(dict.fromkeys(key.partition("_")[0] for key in found)) == list(USES)


@pytest.mark.parametrize("use", ["if", "in", "len", "loop"])
def test_what_nothing_fills_draws_nothing(use: str) -> None:
    """The counterpart: an empty list that nothing is done to is empty."""
    anchor = "st.text_input('x', key='anchor')\n"
    assert keys(run(f"{HEAD}{anchor}xs = []\nys = [xs]\nys.append(1)\n{USES[use]}")) == ["anchor"]


@pytest.mark.parametrize(
    "source",
    [
        "d = {}\nfor q in rows:\n    d[q] = 1\nfor name in ['a']:\n    if name not in d:\n        continue\n",
        "for name in ['a', 'b']:\n    if lib.is_done(name):\n        break\n",
        "for name in rows:\n    if lib.is_done(name):\n        continue\n",
    ],
)
def test_what_left_a_round_hides_nothing_behind_the_loop(source: str) -> None:
    drawn = draws(run(f"{HEAD}{source}if lib.late():\n    st.text_input('x', key='w')\n"))
    assert [[guard.kind for guard in draw.guards] for draw in drawn] == [["if"]]
