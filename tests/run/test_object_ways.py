"""Ways to a widget that lead through objects: methods that Python calls itself, base classes, decorators, collections.

Each of these draws its widget in some run; none may vanish without a word.
"""

from __future__ import annotations

import pytest

from keylint.conditions.nodes import ALWAYS
from keylint.run.trace import StateRead, StateWrite
from tests.run.apps import keys, run

HEAD = "import streamlit as st\nimport lib\nst.text_input('x', key='anchor')\n"
DRAWN = {
    "iter": """
class A:
    def __iter__(self):
        st.text_input('x', key='w')
        yield 1
for a in A(): pass
""",
    "iter unpack": """
class A:
    def __iter__(self):
        st.text_input('x', key='w')
        yield 1
list(A())
""",
    "next": """
class A:
    def __iter__(self): return self
    def __next__(self):
        st.text_input('x', key='w')
        raise StopIteration
for a in A(): pass
""",
    "getitem": """
class A:
    def __getitem__(self, k):
        st.text_input('x', key='w')
        return 1
A()['k']
""",
    "setitem": """
class A:
    def __setitem__(self, k, v):
        st.text_input('x', key='w')
a = A()
a['k'] = 1
""",
    "contains": """
class A:
    def __contains__(self, k):
        st.text_input('x', key='w')
        return True
if 1 in A(): pass
""",
    "len": """
class A:
    def __len__(self):
        st.text_input('x', key='w')
        return 1
len(A())
""",
    "add": """
class A:
    def __add__(self, o):
        st.text_input('x', key='w')
        return self
A() + A()
""",
    "or": """
class A:
    def __or__(self, o):
        st.text_input('x', key='w')
        return self
A() | A()
""",
    "ror": """
class A:
    def __ror__(self, o):
        st.text_input('x', key='w')
        return self
1 | A()
""",
    "rshift": """
class A:
    def __rshift__(self, o):
        st.text_input('x', key='w')
        return self
A() >> A()
""",
    "eq": """
class A:
    def __eq__(self, o):
        st.text_input('x', key='w')
        return True
if A() == 1: pass
""",
    "lt": """
class A:
    def __lt__(self, o):
        st.text_input('x', key='w')
        return True
A() < A()
""",
    "str": """
class A:
    def __str__(self):
        st.text_input('x', key='w')
        return ''
str(A())
""",
    "repr": """
class A:
    def __repr__(self):
        st.text_input('x', key='w')
        return ''
repr(A())
""",
    "int": """
class A:
    def __int__(self):
        st.text_input('x', key='w')
        return 1
int(A())
""",
    "new": """
class A:
    def __new__(cls):
        st.text_input('x', key='w')
        return super().__new__(cls)
A()
""",
    "post_init": """
from dataclasses import dataclass
@dataclass
class A:
    x: int = 1
    def __post_init__(self):
        st.text_input('x', key='w')
A()
""",
    "setattr": """
class A:
    def __setattr__(self, k, v):
        st.text_input('x', key='w')
a = A()
a.x = 1
""",
    "getattr": """
class A:
    def __getattr__(self, k):
        st.text_input('x', key='w')
A().x
""",
    "delattr": """
class A:
    def __delattr__(self, k):
        st.text_input('x', key='w')
a = A()
del a.x
""",
    "delitem": """
class A:
    def __delitem__(self, k):
        st.text_input('x', key='w')
a = A()
del a['x']
""",
    "async with": """
import asyncio
class A:
    async def __aenter__(self):
        st.text_input('x', key='w')
    async def __aexit__(self, *a): pass
async def m():
    async with A(): pass
asyncio.run(m())
""",
    "diamond": """
class R:
    def d(self): pass
class P(R):
    def d(self): super().d()
class Q(R):
    def d(self):
        st.text_input('x', key='w')
        super().d()
class A(P, Q): pass
A().d()
""",
    "super": """
class M:
    def d(self): st.text_input('x', key='w')
class A(M):
    def d(self): super().d()
A().d()
""",
    "super2": """
class M:
    def d(self): st.text_input('x', key='w')
class A(M):
    def d(self): super(A, self).d()
A().d()
""",
    "base call": """
class M:
    def d(self): st.text_input('x', key='w')
class A(M):
    def d(self): M.d(self)
A().d()
""",
    "deco obj": """
class Reg:
    def __init__(self): self.v = []
    def page(self, f):
        self.v.append(f)
        return f
r = Reg()
@r.page
def f():
    st.text_input('x', key='w')
for v in r.v: v()
""",
    "hook": """
class M:
    def d(self): self.hook()
    def hook(self): pass
class A(M):
    def d(self): super().d()
    def hook(self): st.text_input('x', key='w')
A().d()
""",
    "hook init": """
class M:
    def __init__(self): self.build()
    def build(self): pass
class A(M):
    def __init__(self):
        super().__init__()
    def build(self): st.text_input('x', key='w')
A()
""",
    "hook attr": """
class M:
    def d(self): self.f()
class A(M):
    def __init__(self): self.f = lambda: st.text_input('x', key='w')
    def d(self): super().d()
A().d()
""",
    "coll iter": """
class V:
    def __init__(self): st.text_input('x', key='w')
class C:
    def __init__(self): self.items = [lambda: V()]
    def __iter__(self): return iter(self.items)
for x in C(): x()
""",
    "coll iter obj": """
class V:
    def draw(self): st.text_input('x', key='w')
class C:
    def __init__(self): self.items = [V()]
    def __iter__(self): return iter(self.items)
for x in C(): x.draw()
""",
    "coll getitem obj": """
class V:
    def draw(self): st.text_input('x', key='w')
class C:
    def __init__(self): self.items = {'a': V()}
    def __getitem__(self, k): return self.items[k]
C()['a'].draw()
""",
    "coll getattr obj": """
class V:
    def draw(self): st.text_input('x', key='w')
class C:
    def __init__(self): self.items = {'a': V()}
    def __getattr__(self, k): return self.items[k]
C().a.draw()
""",
    "mappingproxy": """
from types import MappingProxyType
class V:
    def draw(self): st.text_input('x', key='w')
c = MappingProxyType({'a': V()})
c['a'].draw()
""",
    "ss obj": """
class V:
    def draw(self): st.text_input('x', key='w')
if 'v' not in st.session_state: st.session_state.v = V()
st.session_state.v.draw()
""",
    "visitor": """
class V:
    def visit(self, n): return getattr(self, 'visit_' + type(n).__name__)(n)
    def visit_A(self, n): st.text_input('x', key='w')
class A: pass
V().visit(A())
""",
    "tree": """
class N:
    def __init__(self, kids=()): self.kids = list(kids)
    def draw(self):
        st.text_input('x', key='w')
        for k in self.kids: k.draw()
N([N()]).draw()
""",
    "descriptor": """
class D:
    def __get__(self, i, o):
        st.text_input('x', key='w')
class A:
    x = D()
A().x
""",
    "descriptor that is set": """
class D:
    def __set__(self, i, v):
        st.text_input('x', key='w')
class A:
    x = D()
A().x = 1
""",
    "made subclasses": """
class A:
    made = []
    def __init_subclass__(cls):
        A.made.append(cls)
class B(A):
    def draw(self):
        st.text_input('x', key='w')
for c in A.made: c().draw()
""",
    "super of a class method": """
class M:
    @classmethod
    def d(cls):
        st.text_input('x', key='w')
class A(M):
    @classmethod
    def d(cls): super().d()
A.d()
""",
    "sorted": """
def d(x):
    st.text_input('x', key=x)
    return x
sorted(['w'], key=d)
""",
    "max": """
def d(x):
    st.text_input('x', key=x)
    return x
max(['w'], key=d)
""",
    "min of several": """
def d(x):
    st.text_input('x', key=x)
    return x
min('w', 'w2', key=d)
""",
    "sort": """
def d(x):
    st.text_input('x', key=x)
    return x
xs = ['w']
xs.sort(key=d)
""",
    "set by hand": """
d = {}
d.__setitem__('a', lambda: st.text_input('x', key='w'))
for f in d.values(): f()
""",
}
# What is called there is known only when the app runs, or to a library, and that is said.
TOLD = {
    "exitstack enter": """
from contextlib import ExitStack, contextmanager
@contextmanager
def d():
    st.text_input('x', key='w')
    yield
with ExitStack() as s:
    s.enter_context(d())
""",
    "singledispatch reg": """
from functools import singledispatch
@singledispatch
def f(x): pass
@f.register
def _(x: int):
    st.text_input('x', key='w')
f(1)
""",
    "enum": """
from enum import Enum
class P(Enum):
    A = 'a'
    def draw(self): st.text_input('x', key='w')
P.A.draw()
""",
    "enum by value": """
from enum import Enum
class P(Enum):
    A = 'a'
    B = 'b'
    def draw(self):
        if self is P.A: st.text_input('x', key='w')
P(st.selectbox('v', ['a', 'b'])).draw()
""",
    "enum for": """
from enum import Enum
class P(Enum):
    A = 'a'
    def draw(self): st.text_input('x', key='w')
for p in P: p.draw()
""",
    "partialmethod": """
from functools import partialmethod
class A:
    def d(self, n):
        st.text_input('x', key='w')
    e = partialmethod(d, 1)
A().e()
""",
    "router": """
r = lib.Router()
@r.page('x')
def f():
    st.text_input('x', key='w')
r.run()
""",
    "router2": """
@lib.page('x')
def f():
    st.text_input('x', key='w')
lib.run()
""",
    "router3": """
from lib import app
@app.page
def f():
    st.text_input('x', key='w')
app.run()
""",
    "router class": """
from lib import app
@app.page
class F:
    def draw(self): st.text_input('x', key='w')
app.run()
""",
    "coll list subclass": """
class V:
    def draw(self): st.text_input('x', key='w')
class C(list): pass
c = C()
c.append(V())
for v in c: v.draw()
""",
    "UserDict": """
from collections import UserDict
class V:
    def draw(self): st.text_input('x', key='w')
class C(UserDict): pass
c = C()
c['a'] = V()
c['a'].draw()
""",
    "ss list obj": """
class V:
    def draw(self): st.text_input('x', key='w')
st.session_state.setdefault('v', [V()])
for v in st.session_state.v: v.draw()
""",
    "ss list obj append": """
class V:
    def draw(self): st.text_input('x', key='w')
st.session_state.setdefault('v', [])
if st.button('add'): st.session_state.v.append(V())
for v in st.session_state.v: v.draw()
""",
}


@pytest.mark.parametrize("way", DRAWN)
def test_the_widget_is_on_the_page(way: str) -> None:
    app = run(HEAD + DRAWN[way])
    assert [key for key in keys(app) if key.startswith("w")]
    assert app.unknowns == ()


@pytest.mark.parametrize("way", TOLD)
def test_a_widget_that_may_be_missed_is_told_of(way: str) -> None:
    app = run(HEAD + TOLD[way])
    assert [key for key in keys(app) if key.startswith("w")] == []
    assert app.unknowns


def test_a_function_that_the_app_calls_itself_is_not_told_of() -> None:
    assert run(f"{HEAD}@lib.traced\ndef view():\n    st.text_input('x', key='w')\nview()\n").unknowns == ()


def test_session_state_behind_an_object_is_session_state() -> None:
    proxy = """
class State:
    def __getattr__(self, name):
        return st.session_state.get(name)
    def __setattr__(self, name, value):
        st.session_state[name] = value
    def __contains__(self, name):
        return name in st.session_state
state = State()
if "seen" not in state:
    state.first = 1
st.write(state.chosen)
"""
    events = run(HEAD + proxy).pages[0].trace.events
    (write,) = (event for event in events if isinstance(event, StateWrite))
    assert write.key.text == "first"
    assert write.condition is not ALWAYS
    assert [event.key.text for event in events if isinstance(event, StateRead)] == ["chosen"]


HANDED_THROUGH = """
class Service:
    def send(self):
        lib.send(st.session_state.get("sent"))
class View:
    def draw(self):
        st.text_input("x", key="w")
class Proxy:
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        return getattr(self.inner, name)
"""


def test_what_an_object_hands_through_is_followed_where_it_draws() -> None:
    app = run(f"{HEAD}{HANDED_THROUGH}Proxy(View()).draw()\nProxy(Service()).send()\n")
    assert "w" in keys(app)
    assert app.unknowns == ()
    assert not [event for event in app.pages[0].trace.events if isinstance(event, StateRead)]
