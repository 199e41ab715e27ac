"""Whatever way leads to a widget in code that people write, it is on the page, or it is said that it may not be.

Each of these draws its widget in some run; none may vanish without a word.
"""

from __future__ import annotations

import pytest

from tests.run.apps import keys, run

HEAD = "import streamlit as st\nimport lib\nst.text_input('x', key='anchor')\n"
WAYS = {
    "object of defaultdict": """
from collections import defaultdict
class Box:
    def draw(self):
        st.text_input('x', key='w')
boxes = defaultdict(Box)
boxes[st.selectbox('v', ['a', 'b'])].draw()
""",
    "object of setdefault": """
class Box:
    def draw(self):
        st.text_input('x', key='w')
boxes = {}
boxes.setdefault(st.selectbox('v', ['a', 'b']), Box()).draw()
""",
    "partial of append given away": """
from functools import partial
xs = []
lib.walk(partial(xs.append))
for x in xs:
    st.text_input('x', key=f'w_{x}')
""",
    "list in a list given away": """
xs = []
lib.fill([xs])
for x in xs:
    st.text_input('x', key=f'w_{x}')
""",
    "match str": """
match st.selectbox('m', ['a','b']):
    case 'a':
        st.text_input('x', key='w')
    case _:
        pass
""",
    "match class": """
from dataclasses import dataclass
@dataclass
class P:
    x: int
match P(lib.n()):
    case P(x=1):
        st.text_input('x', key='w')
""",
    "match guard": """
match lib.n():
    case n if n > 3:
        st.text_input('x', key='w')
""",
    "match seq": """
match lib.args():
    case ['go', x]:
        st.text_input('x', key='w')
    case []:
        pass
""",
    "match or": """
match st.radio('m', ['a','b','c']):
    case 'a' | 'b':
        st.text_input('x', key='w')
""",
    "decorator": """
def deco(f):
    def inner(*a, **k):
        return f(*a, **k)
    return inner
@deco
def view():
    st.text_input('x', key='w')
view()
""",
    "decorator args": """
def needs(role):
    def deco(f):
        def inner():
            if lib.role() == role:
                return f()
        return inner
    return deco
@needs('admin')
def view():
    st.text_input('x', key='w')
view()
""",
    "registry": """
VIEWS = {}
def register(name):
    def deco(f):
        VIEWS[name] = f
        return f
    return deco
@register('a')
def view():
    st.text_input('x', key='w')
VIEWS[st.selectbox('v', list(VIEWS))]()
""",
    "registry class": """
class App:
    views = {}
    @classmethod
    def register(cls, name):
        def deco(f):
            cls.views[name] = f
            return f
        return deco
@App.register('a')
def view():
    st.text_input('x', key='w')
App.views[st.selectbox('v', list(App.views))]()
""",
    "registry list": """
STEPS = []
def step(f):
    STEPS.append(f)
    return f
@step
def one():
    st.text_input('x', key='w')
for s in STEPS:
    s()
""",
    "getattr view": """
class Views:
    def a(self):
        st.text_input('x', key='w')
name = st.selectbox('v', ['a'])
getattr(Views(), name)()
""",
    "globals call": """
def view_a():
    st.text_input('x', key='w')
globals()['view_' + st.selectbox('v', ['a'])]()
""",
    "partial": """
from functools import partial
def view(k):
    st.text_input('x', key=k)
partial(view, 'w')()
""",
    "lambda table": """
views = {'a': lambda: st.text_input('x', key='w')}
views[st.selectbox('v', ['a'])]()
""",
    "ternary": """
st.text_input('x', key='w') if lib.ok() else None
""",
    "and or": """
lib.ok() and st.text_input('x', key='w')
""",
    "walrus": """
if (n := lib.n()) and n > 3:
    st.text_input('x', key='w')
""",
    "while true": """
while True:
    st.text_input('x', key='w')
    break
""",
    "while break": """
while True:
    if lib.ok():
        break
    st.text_input('x', key='w')
    break
""",
    "for else": """
for x in lib.rows():
    if x:
        break
else:
    st.text_input('x', key='w')
""",
    "suppress": """
from contextlib import suppress
with suppress(Exception):
    st.text_input('x', key='w')
""",
    "try import": """
try:
    import fancy
    HAS = True
except ImportError:
    HAS = False
if HAS:
    st.text_input('x', key='w')
""",
    "try import not": """
try:
    import fancy
    HAS = True
except ImportError:
    HAS = False
if not HAS:
    st.text_input('x', key='w')
""",
    "try else": """
try:
    lib.load()
except ValueError:
    st.stop()
else:
    st.text_input('x', key='w')
""",
    "finally": """
try:
    lib.load()
finally:
    st.text_input('x', key='w')
""",
    "except": """
try:
    lib.load()
except Exception as e:
    st.text_input('x', key='w')
""",
    "raise catch": """
class E(Exception): pass
def f():
    if lib.bad():
        raise E()
try:
    f()
except E:
    st.text_input('x', key='w')
""",
    "none default": """
x = None
try:
    x = lib.load()
except Exception:
    pass
if x is not None:
    st.text_input('x', key='w')
""",
    "none loop": """
x = None
for r in lib.rows():
    if r.ok:
        x = r
if x:
    st.text_input('x', key='w')
""",
    "none loop break": """
x = None
for r in lib.rows():
    if r.ok:
        x = r
        break
if x is None:
    st.stop()
st.text_input('x', key='w')
""",
    "none nested": """
def find():
    for r in lib.rows():
        if r.ok:
            return r
    return None
if find() is not None:
    st.text_input('x', key='w')
""",
    "flag with": """
ok = False
with lib.session() as s:
    if s.alive:
        ok = True
if ok:
    st.text_input('x', key='w')
""",
    "flag nested fn": """
ok = False
def check():
    global ok
    ok = lib.ok()
check()
if ok:
    st.text_input('x', key='w')
""",
    "nonlocal flag": """
def main():
    ok = False
    def check():
        nonlocal ok
        if lib.ok():
            ok = True
    check()
    if ok:
        st.text_input('x', key='w')
main()
""",
    "nonlocal callback": """
def main():
    ok = False
    def check():
        nonlocal ok
        ok = True
    lib.run(check)
    if ok:
        st.text_input('x', key='w')
main()
""",
    "global callback": """
ok = False
def check():
    global ok
    ok = True
lib.run(check)
if ok:
    st.text_input('x', key='w')
""",
    "state flag button": """
if 'open' not in st.session_state:
    st.session_state.open = False
if st.button('b'):
    st.session_state.open = True
if st.session_state.open:
    st.text_input('x', key='w')
""",
    "state flag callback": """
st.session_state.setdefault('open', False)
def cb():
    st.session_state.open = not st.session_state.open
st.button('b', on_click=cb)
if st.session_state.open:
    st.text_input('x', key='w')
""",
    "state dict flag": """
st.session_state.setdefault('ui', {'open': False})
if st.button('b'):
    st.session_state.ui['open'] = True
if st.session_state.ui['open']:
    st.text_input('x', key='w')
""",
    "state obj flag": """
class S:
    def __init__(self):
        self.open = False
if 's' not in st.session_state:
    st.session_state.s = S()
if st.button('b'):
    st.session_state.s.open = True
if st.session_state.s.open:
    st.text_input('x', key='w')
""",
    "state obj method": """
class S:
    def __init__(self):
        self.open = False
    def show(self):
        self.open = True
if 's' not in st.session_state:
    st.session_state.s = S()
st.button('b', on_click=st.session_state.s.show)
if st.session_state.s.open:
    st.text_input('x', key='w')
""",
    "state step": """
st.session_state.setdefault('step', 1)
def nxt():
    st.session_state.step += 1
st.button('next', on_click=nxt)
if st.session_state.step == 3:
    st.text_input('x', key='w')
""",
    "state step button": """
if 'step' not in st.session_state:
    st.session_state['step'] = 0
if st.button('next'):
    st.session_state['step'] += 1
    st.rerun()
if st.session_state['step'] == 2:
    st.text_input('x', key='w')
""",
    "state list flag": """
st.session_state.setdefault('items', [])
if st.button('add'):
    st.session_state['items'].append(1)
for i, x in enumerate(st.session_state['items']):
    st.text_input('x', key=f'w_{i}')
""",
    "state set flag": """
st.session_state.setdefault('open', set())
if st.button('add'):
    st.session_state.open.add('a')
if 'a' in st.session_state.open:
    st.text_input('x', key='w')
""",
    "state elsewhere init": """
def init():
    defaults = {'page': 'home', 'user': None}
    for k, v in defaults.items():
        if k not in st.session_state:
            st.session_state[k] = v
init()
if st.button('go'):
    st.session_state.page = 'form'
if st.session_state.page == 'form':
    st.text_input('x', key='w')
""",
    "state update": """
if 'page' not in st.session_state:
    st.session_state.update(page='home')
if st.button('go'):
    st.session_state.update({'page': 'form'})
if st.session_state.page == 'form':
    st.text_input('x', key='w')
""",
    "state user outside": """
st.session_state.setdefault('user', None)
lib.restore(st.session_state)
if st.session_state.user:
    st.text_input('x', key='w')
""",
    "state user login": """
if 'user' not in st.session_state:
    st.session_state.user = None
if st.session_state.user is None:
    if st.button('login'):
        st.session_state.user = lib.login()
        st.rerun()
    st.stop()
st.text_input('x', key='w')
""",
    "query params": """
if st.query_params.get('page') == 'form':
    st.text_input('x', key='w')
""",
    "query params seed": """
if 'page' not in st.query_params:
    st.query_params['page'] = 'home'
if st.query_params['page'] == 'form':
    st.text_input('x', key='w')
""",
    "secrets": """
if st.secrets.get('debug', False):
    st.text_input('x', key='w')
""",
    "environ": """
import os
if os.environ.get('DEBUG') == '1':
    st.text_input('x', key='w')
""",
    "argv": """
import sys
if len(sys.argv) > 1:
    st.text_input('x', key='w')
""",
    "platform": """
import sys
if sys.platform == 'win32':
    st.text_input('x', key='w')
""",
    "version": """
import sys
if sys.version_info >= (3, 9):
    st.text_input('x', key='w')
""",
    "main guard": """
def main():
    st.text_input('x', key='w')
if __name__ == '__main__':
    main()
""",
    "type checking": """
from typing import TYPE_CHECKING
if not TYPE_CHECKING:
    st.text_input('x', key='w')
""",
    "class main": """
class App:
    def run(self):
        self.draw()
    def draw(self):
        st.text_input('x', key='w')
App().run()
""",
    "abstract": """
from abc import ABC, abstractmethod
class Base(ABC):
    def run(self):
        self.draw()
    @abstractmethod
    def draw(self): ...
class A(Base):
    def draw(self):
        st.text_input('x', key='w')
A().run()
""",
    "super call": """
class Base:
    def draw(self):
        st.text_input('x', key='w')
class A(Base):
    def draw(self):
        super().draw()
A().draw()
""",
    "property": """
class A:
    @property
    def value(self):
        return st.text_input('x', key='w')
A().value
""",
    "cached property": """
from functools import cached_property
class A:
    @cached_property
    def value(self):
        return st.text_input('x', key='w')
A().value
""",
    "call dunder": """
class A:
    def __call__(self):
        st.text_input('x', key='w')
A()()
""",
    "enter dunder": """
class A:
    def __enter__(self):
        st.text_input('x', key='w')
    def __exit__(self, *a): ...
with A():
    pass
""",
    "contextmanager": """
from contextlib import contextmanager
@contextmanager
def box():
    st.text_input('x', key='w')
    yield
with box():
    pass
""",
    "exitstack": """
from contextlib import ExitStack
with ExitStack() as stack:
    stack.enter_context(st.container())
    st.text_input('x', key='w')
""",
    "iter dunder": """
class A:
    def __iter__(self):
        return iter(lib.rows())
for x in A():
    st.text_input('x', key='w')
""",
    "len dunder": """
class A:
    def __init__(self):
        self.items = lib.rows()
    def __len__(self):
        return len(self.items)
if len(A()) > 0:
    st.text_input('x', key='w')
""",
    "bool dunder": """
class A:
    def __bool__(self):
        return lib.ok()
if A():
    st.text_input('x', key='w')
""",
    "bool dunder not": """
class A:
    def __bool__(self):
        return lib.ok()
if not A():
    st.text_input('x', key='w')
""",
    "eq dunder": """
class A:
    def __init__(self, n):
        self.n = n
    def __eq__(self, o):
        return self.n == o.n
if A(lib.n()) == A(1):
    st.text_input('x', key='w')
""",
    "contains dunder": """
class A:
    def __contains__(self, k):
        return lib.has(k)
if 'a' in A():
    st.text_input('x', key='w')
""",
    "getitem dunder": """
class A:
    def __getitem__(self, k):
        return lambda: st.text_input('x', key='w')
A()['a']()
""",
    "getattr dunder": """
class A:
    def __getattr__(self, k):
        return lib.get(k)
if A().ok:
    st.text_input('x', key='w')
""",
    "named tuple": """
from typing import NamedTuple
class Step(NamedTuple):
    name: str
    draw: object
def view():
    st.text_input('x', key='w')
for s in [Step('a', view)]:
    s.draw()
""",
    "namedtuple fn": """
from collections import namedtuple
Step = namedtuple('Step', 'name draw')
def view():
    st.text_input('x', key='w')
for s in [Step('a', view)]:
    s.draw()
""",
    "dataclass fn": """
from dataclasses import dataclass
@dataclass
class Step:
    name: str
    draw: object
def view():
    st.text_input('x', key='w')
for s in [Step('a', view)]:
    s.draw()
""",
    "enum loop": """
from enum import Enum
class V(Enum):
    A = 'a'
    B = 'b'
v = st.selectbox('v', list(V))
if v == V.A:
    st.text_input('x', key='w')
""",
    "enum value": """
from enum import Enum
class V(Enum):
    A = 'a'
    B = 'b'
v = V(st.selectbox('v', ['a', 'b']))
if v is V.B:
    st.text_input('x', key='w')
""",
    "strenum": """
from enum import StrEnum
class V(StrEnum):
    A = 'a'
    B = 'b'
v = st.selectbox('v', [x.value for x in V])
if v == V.B:
    st.text_input('x', key='w')
""",
    "enum auto": """
from enum import Enum, auto
class V(Enum):
    A = auto()
    B = auto()
if 'v' not in st.session_state:
    st.session_state.v = V.A
if st.button('b'):
    st.session_state.v = V.B
if st.session_state.v == V.B:
    st.text_input('x', key='w')
""",
    "int enum": """
from enum import IntEnum
class V(IntEnum):
    A = 1
    B = 2
st.session_state.setdefault('v', V.A)
if st.button('b'):
    st.session_state.v += 1
if st.session_state.v == V.B:
    st.text_input('x', key='w')
""",
    "type dict": """
v = {'Text': 't', 'None': None}[st.selectbox('v', ['Text', 'None'])]
if v:
    st.text_input('x', key='w')
""",
    "split label": """
v = st.selectbox('v', ['a - x', 'b - y']).split(' - ')[0]
if v == 'b':
    st.text_input('x', key='w')
""",
    "startswith": """
v = st.selectbox('v', ['a - x', 'b - y'])
if v.startswith('b'):
    st.text_input('x', key='w')
""",
    "in label": """
v = st.selectbox('v', ['a - x', 'b - y'])
if 'y' in v:
    st.text_input('x', key='w')
""",
    "lower label": """
v = st.selectbox('v', ['Alpha', 'Beta']).lower()
if v == 'beta':
    st.text_input('x', key='w')
""",
    "index label": """
o = ['a', 'b']
v = o.index(st.selectbox('v', o))
if v == 1:
    st.text_input('x', key='w')
""",
    "tabs loop": """
tabs = st.tabs(['a', 'b'])
with tabs[1]:
    st.text_input('x', key='w')
""",
    "tabs unpack": """
a, b = st.tabs(['a', 'b'])
with b:
    st.text_input('x', key='w')
""",
    "columns loop": """
for c in st.columns(3):
    with c:
        st.text_input('x', key=f'w_{lib.n()}')
""",
    "zip columns": """
for c, n in zip(st.columns(2), ['a', 'b']):
    c.text_input(n, key=f'w_{n}')
""",
    "cycle columns": """
from itertools import cycle
cols = cycle(st.columns(2))
for n in ['a', 'b']:
    next(cols).text_input(n, key=f'w_{n}')
""",
    "dialog": """
@st.dialog('d')
def ask():
    st.text_input('x', key='w')
if st.button('b'):
    ask()
""",
    "fragment": """
@st.fragment
def part():
    st.text_input('x', key='w')
part()
""",
    "cache then": """
@st.cache_data
def load():
    return lib.rows()
if load():
    st.text_input('x', key='w')
""",
    "empty container": """
place = st.empty()
with place.container():
    st.text_input('x', key='w')
""",
    "df empty": """
import pandas as pd
df = pd.DataFrame()
try:
    df = pd.read_csv('x')
except Exception:
    pass
if not df.empty:
    st.text_input('x', key='w')
""",
    "df concat": """
import pandas as pd
dfs = []
for f in lib.files():
    dfs.append(pd.read_csv(f))
if len(dfs) == 0:
    st.stop()
df = pd.concat(dfs)
st.text_input('x', key='w')
""",
    "files loop": """
for f in st.file_uploader('f', accept_multiple_files=True):
    st.text_input('x', key=f'w_{f.name}')
""",
    "iterrows": """
df = lib.load()
for i, r in df.iterrows():
    st.text_input('x', key=f'w_{i}')
""",
    "any gen": """
if any(r.ok for r in lib.rows()):
    st.text_input('x', key='w')
""",
    "any empty": """
errs = []
if not lib.ok():
    errs.append(1)
if any(errs):
    st.text_input('x', key='w')
""",
    "all known": """
a, b = st.text_input('a'), st.text_input('b')
if all([a, b]):
    st.text_input('x', key='w')
""",
    "next gen": """
r = next((r for r in lib.rows() if r.ok), None)
if r:
    st.text_input('x', key='w')
""",
    "max key": """
counts = {'a': 0, 'b': 0}
for r in lib.rows():
    counts[r] += 1
if max(counts.values()) > 0:
    st.text_input('x', key='w')
""",
    "sum counter": """
n = 0
for r in lib.rows():
    n += 1
if n > 5:
    st.text_input('x', key='w')
""",
    "sum flag": """
n = 0
if st.checkbox('a'):
    n += 1
if st.checkbox('b'):
    n += 1
if n == 2:
    st.text_input('x', key='w')
""",
    "str build": """
s = ''
for r in lib.rows():
    s += r
if s:
    st.text_input('x', key='w')
""",
    "str build if": """
s = ''
if st.checkbox('a'):
    s += 'x'
if s:
    st.text_input('x', key='w')
""",
    "async main": """
import asyncio
async def main():
    st.text_input('x', key='w')
asyncio.run(main())
""",
    "async await": """
import asyncio
async def inner():
    st.text_input('x', key='w')
async def main():
    await inner()
asyncio.run(main())
""",
    "async gather": """
import asyncio
async def inner():
    st.text_input('x', key='w')
async def main():
    await asyncio.gather(inner())
asyncio.run(main())
""",
    "loop run": """
import asyncio
async def main():
    st.text_input('x', key='w')
asyncio.get_event_loop().run_until_complete(main())
""",
    "generator draw": """
def parts():
    st.text_input('x', key='w')
    yield 1
for p in parts():
    pass
""",
    "yield from": """
def inner():
    st.text_input('x', key='w')
    yield 1
def parts():
    yield from inner()
list(parts())
""",
    "map draw": """
list(map(lambda n: st.text_input(n, key=f'w_{n}'), ['a']))
""",
    "comp draw": """
[st.text_input(n, key=f'w_{n}') for n in ['a']]
""",
    "dict comp draw": """
{n: st.text_input(n, key=f'w_{n}') for n in ['a']}
""",
    "gen tuple draw": """
tuple(st.text_input(n, key=f'w_{n}') for n in ['a'])
""",
    "star args": """
def field(*args, **kw):
    st.text_input(*args, **kw)
field('x', key='w')
""",
    "star dict": """
opts = dict(key='w')
st.text_input('x', **opts)
""",
    "kw merge": """
base = {'label': 'x'}
st.text_input(**{**base, 'key': 'w'})
""",
    "alias fn": """
ti = st.text_input
ti('x', key='w')
""",
    "alias getattr": """
getattr(st, 'text_input')('x', key='w')
""",
    "widget table": """
KINDS = {'text': st.text_input, 'num': st.number_input}
KINDS[st.selectbox('k', ['text', 'num'])]('x', key='w')
""",
    "spec loop": """
SPEC = [{'kind': 'text', 'key': 'w'}, {'kind': 'num', 'key': 'w2'}]
for s in SPEC:
    if s['kind'] == 'text':
        st.text_input('x', key=s['key'])
""",
    "spec json": """
import json
SPEC = json.load(open('spec.json'))
for s in SPEC:
    if s['kind'] == 'text':
        st.text_input('x', key='w_' + s['key'])
""",
    "exec flag": """
ok = False
exec('ok = True')
if ok:
    st.text_input('x', key='w')
""",
    "del name": """
x = 1
del x
st.text_input('x', key='w')
""",
    "assert ok": """
assert lib.ok()
st.text_input('x', key='w')
""",
    "return early": """
def main():
    if not lib.ok():
        return
    st.text_input('x', key='w')
main()
""",
    "raise early": """
def main():
    if not lib.ok():
        raise ValueError
    st.text_input('x', key='w')
main()
""",
    "sysexit": """
import sys
if not lib.ok():
    sys.exit()
st.text_input('x', key='w')
""",
    "stop fn": """
def guard():
    if not lib.ok():
        st.stop()
guard()
st.text_input('x', key='w')
""",
    "noreturn": """
def die():
    st.error('x')
    st.stop()
if not lib.ok():
    die()
st.text_input('x', key='w')
""",
    "singleton": """
class S:
    _i = None
    @classmethod
    def get(cls):
        if cls._i is None:
            cls._i = cls()
        return cls._i
    def __init__(self):
        self.on = lib.ok()
if S.get().on:
    st.text_input('x', key='w')
""",
    "class flag": """
class C:
    on = False
    @classmethod
    def enable(cls):
        cls.on = True
if lib.ok():
    C.enable()
if C.on:
    st.text_input('x', key='w')
""",
    "class flag outside": """
class C:
    on = False
lib.configure(C)
if C.on:
    st.text_input('x', key='w')
""",
    "obj flag outside": """
class C:
    def __init__(self):
        self.on = False
c = C()
lib.configure(c)
if c.on:
    st.text_input('x', key='w')
""",
    "obj flag thread": """
import threading
class C:
    def __init__(self):
        self.on = False
    def work(self):
        self.on = True
c = C()
threading.Thread(target=c.work).start()
if c.on:
    st.text_input('x', key='w')
""",
    "config obj": """
from dataclasses import dataclass
@dataclass
class Conf:
    debug: bool = False
    @classmethod
    def load(cls):
        return cls(**lib.read())
if Conf.load().debug:
    st.text_input('x', key='w')
""",
    "config replace": """
from dataclasses import dataclass, replace
@dataclass
class Conf:
    debug: bool = False
c = replace(Conf(), **lib.read())
if c.debug:
    st.text_input('x', key='w')
""",
    "config setattr": """
class Conf:
    debug = False
c = Conf()
for k, v in lib.read().items():
    setattr(c, k, v)
if c.debug:
    st.text_input('x', key='w')
""",
    "config dict update": """
conf = {'debug': False}
conf.update(lib.read())
if conf['debug']:
    st.text_input('x', key='w')
""",
    "config dict loop": """
conf = {'debug': False}
for k, v in lib.read().items():
    conf[k] = v
if conf['debug']:
    st.text_input('x', key='w')
""",
    "config dict or": """
conf = {'debug': False} | lib.read()
if conf['debug']:
    st.text_input('x', key='w')
""",
    "config dict spread": """
conf = {'debug': False, **lib.read()}
if conf['debug']:
    st.text_input('x', key='w')
""",
    "config dunder": """
class Conf:
    def __init__(self, **kw):
        self.debug = False
        self.__dict__.update(kw)
if Conf(**lib.read()).debug:
    st.text_input('x', key='w')
""",
    "module attr": """
lib.flag = False
lib.setup()
if lib.flag:
    st.text_input('x', key='w')
""",
    "tuple swap": """
a, b = False, lib.ok()
a, b = b, a
if a:
    st.text_input('x', key='w')
""",
    "chained": """
if 1 < lib.n() < 5:
    st.text_input('x', key='w')
""",
    "is not none": """
v = st.number_input('n', value=None)
if v is not None:
    st.text_input('x', key='w')
""",
    "isinstance state": """
st.session_state.setdefault('v', None)
if st.button('b'):
    st.session_state.v = [1]
if isinstance(st.session_state.v, list):
    st.text_input('x', key='w')
""",
    "type is": """
v = lib.load()
if type(v) is dict:
    st.text_input('x', key='w')
""",
    "hasattr": """
if hasattr(st, 'segmented_control'):
    st.text_input('x', key='w')
""",
    "hasattr not": """
if not hasattr(st, 'navigation_x'):
    st.text_input('x', key='w')
""",
    "regex": """
import re
if re.match('a', st.text_input('t')):
    st.text_input('x', key='w')
""",
    "time": """
import datetime
if datetime.datetime.now().hour > 12:
    st.text_input('x', key='w')
""",
    "random": """
import random
if random.random() > .5:
    st.text_input('x', key='w')
""",
    "path exists": """
from pathlib import Path
if Path('x').exists():
    st.text_input('x', key='w')
""",
    "path exists not": """
import os
if not os.path.exists('x'):
    st.text_input('x', key='w')
""",
    "sleep poll": """
import time
while not lib.ready():
    time.sleep(1)
st.text_input('x', key='w')
""",
}


# What is called there is known only when the app runs, and that is said.
TOLD = frozenset({"globals call", "namedtuple fn", "cycle columns", "exec flag"})


@pytest.mark.parametrize("way", [way for way in WAYS if way not in TOLD])
def test_the_widget_is_on_the_page(way: str) -> None:
    assert [key for key in keys(run(HEAD + WAYS[way])) if key.startswith("w")]


@pytest.mark.parametrize("way", sorted(TOLD))
def test_a_widget_that_may_be_missed_is_told_of(way: str) -> None:
    assert run(HEAD + WAYS[way]).unknowns
