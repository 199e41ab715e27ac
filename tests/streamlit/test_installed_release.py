"""The data against the Streamlit that is installed here."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from keylint.streamlit import names
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import COMMANDS
from keylint.streamlit.versions import KNOWN_VERSIONS, NEWEST_KNOWN, Version, parse_version

if TYPE_CHECKING:
    from types import ModuleType

SCRIPTS = Path(__file__).parents[2] / "scripts"

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Streamlit's own imports warn about is not what is tested here
        streamlit: Any = importlib.import_module("streamlit")
except ImportError as error:
    pytest.skip(f"Streamlit cannot be imported: {error}", allow_module_level=True)


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def version() -> Version:
    installed = parse_version(".".join(streamlit.__version__.split(".")[:3]))
    if installed > NEWEST_KNOWN and installed[:2] != NEWEST_KNOWN[:2]:
        pytest.skip(f"Streamlit {streamlit.__version__} is newer than the data: describe it and build the data again")
    if installed[:2] not in [known[:2] for known in KNOWN_VERSIONS]:
        pytest.skip(f"the data has no release of the line of Streamlit {streamlit.__version__}")
    return installed


@pytest.mark.parametrize("name", COMMANDS)
def test_parameters_agree_with_the_signature(name: str, version: Version) -> None:
    command = command_at(name, version)
    function = getattr(streamlit, name, None)
    if command is None:
        assert function is None or "key" not in inspect.signature(function).parameters
        return
    assert function is not None
    parameters = inspect.signature(function).parameters
    kind = inspect.Parameter
    assert command.positional == tuple(
        each.name for each in parameters.values() if each.kind is kind.POSITIONAL_OR_KEYWORD
    )
    assert set(command.keyword_only) == {each.name for each in parameters.values() if each.kind is kind.KEYWORD_ONLY}
    assert command.takes_persist_state == ("persist_state" in parameters)
    assert command.takes_bind == ("bind" in parameters)
    assert command.key_required == ("key" in parameters and parameters["key"].default is kind.empty)
    for role in (command.initial_parameter, command.options_parameter, command.callback_parameter):
        assert role is None or role in parameters


def test_the_defaults_of_the_newest_release_agree_with_the_signature(version: Version) -> None:
    if version[:2] != NEWEST_KNOWN[:2]:
        pytest.skip("the defaults are those of the newest release of the data")
    told = script("build_commands").TELLING
    for name, description in script("describe_streamlit").describe()["commands"].items():
        defaults = {parameter: value for parameter, value in description["defaults"].items() if parameter in told}
        assert COMMANDS[name]["defaults"] == defaults, name


def test_the_data_knows_every_keyed_command(version: Version) -> None:
    described = script("describe_streamlit").describe()["commands"]
    assert set(described) == {name for name in COMMANDS if command_at(name, version) is not None}


def test_identity_and_settability_agree_with_the_source(version: Version) -> None:
    described = script("describe_streamlit").describe()["commands"]
    build = script("build_commands")
    for name, description in described.items():
        command = command_at(name, version)
        assert command is not None
        parameters = {*description["positional"], *description["keyword_only"]}
        identity = build.identity(description["key_as_main_identity"], parameters)
        assert command.identity == (None if identity is None else frozenset(identity)), name
        assert command.settable == description["writes_allowed"], name


def test_names_exist_in_streamlit(version: Version) -> None:
    old = ("beta_", "experimental_", "cache")
    current = names.CONTAINERS | names.CONTAINER_LISTS | names.CONTAINER_OBJECTS | names.CONTEXTS | names.LEAVING
    current |= names.DECORATORS | names.OUTSIDE_VALUES | names.OUTSIDE_OBJECTS
    current |= {names.NAVIGATION, names.PAGE, names.SESSION_STATE, names.PAGE_CONFIGURATION}
    if version[:2] != NEWEST_KNOWN[:2]:
        pytest.skip("names are checked on the newest release of the data")
    missing = {name for name in current if not name.startswith(old) and not hasattr(streamlit, name)}
    assert missing == set()
