"""The wheel is the whole product: installed in an empty environment, it works in another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from labcert import __version__
from labcert.runner.suite_digest import judging_files
from tests.support.generator import ready_cache

ROOT = Path(__file__).parents[2]
SUITE = ("features", "steps", "protocols", "fixtures", "sut")


def run(*command, cwd, **env):
    """Run a command to its end and give back what it said."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "LABCERT"))}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=settings | env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def labcert(wheel, tmp_path_factory):
    """Call the command of a fresh environment that holds the wheel; its dependencies are lent from here by path.

    A path in a .pth file lends packages but not what is installed as editable, so labcert itself comes from the wheel.
    """
    venv = tmp_path_factory.mktemp("wheel") / "venv"
    assert run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv.parent).returncode == 0
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    done = run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=venv.parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=venv.parent)
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(told.stdout.strip()) / "lent.pth").write_text("\n".join(sorted(lent)), "utf-8")

    def call(*words, cwd, **env):
        return run(python if words[0] == "-c" else scripts / "labcert", *words, cwd=cwd, **env)

    return call


def test_it_carries_the_whole_suite(wheel):
    """Every file of the suite that git keeps is in the wheel, and nothing of the tests is."""
    held = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *SUITE, "conftest.py", "suite.ini", "suite.seal.json"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    wanted = {f"labcert/_suite/{name}" for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert wanted - held == set()
    assert not [name for name in held if name.startswith(("tests/", "bench/", "tools/", "labcert/_suite/tests"))]


def test_it_carries_what_stands_beside_the_code(wheel):
    """Templates, schemas, catalogues and the generator's lock lie beside the code in the wheel as in the checkout."""
    held = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "src/labcert", "mock_databanks"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    wanted = {name.removeprefix("src/") for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert wanted - held == set()


def test_it_is_the_wheel_that_is_used(labcert, tmp_path):
    """In another folder, labcert and the databanks come from the environment, and the suite is found inside."""
    script = (
        "import json, labcert, mock_databanks; from labcert.domain.suite import suite_root;"
        "print(json.dumps([labcert.__file__, mock_databanks.__file__, str(suite_root())]))"
    )
    done = labcert("-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    places = [Path(place) for place in json.loads(done.stdout)]
    assert not [place for place in places if ROOT in place.parents and "venv" not in str(place.relative_to(ROOT))]
    assert places[2].name == "_suite"
    assert {path.name for path in places[2].iterdir()} >= set(SUITE)


def test_its_suite_compares_with_its_seal_as_in_the_checkout(labcert, tmp_path):
    """The files that judge have the same names and digests in the wheel, our own code's too."""
    script = (
        "import json; from labcert.domain.suite import suite_root; from labcert.runner.suite_digest import judging_files;"
        "from labcert.runner.suite_seal import suite_state; files = judging_files(suite_root());"
        "print(json.dumps([files, suite_state(suite_root(), files).release]))"
    )
    done = labcert("-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [judging_files(ROOT), __version__]


def test_it_explains_itself_in_another_folder(labcert, tmp_path):
    """`labcert --help` works and writes nothing where it stands."""
    done = labcert("--help", cwd=tmp_path)
    assert (done.returncode, "demo" in done.stdout) == (0, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_knows_its_protocols_in_another_folder(labcert, tmp_path):
    """The protocols that came along are right where they lie now."""
    done = labcert("protocol", "check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_runs_the_demo_in_another_folder(labcert, tmp_path):
    """`labcert demo` of the installed wheel runs the pilot programme, makes both reports, and its bundle verifies."""
    ready_cache()
    done = labcert("demo", "--out", tmp_path / "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (manifest,) = tmp_path.rglob("manifest.json")
    bundle = manifest.parent
    assert {"report.html", "allure.html", "verdict.json", "manifest.sig"} <= {path.name for path in bundle.iterdir()}
    assert labcert("verify", bundle, "--trust", bundle / "demo-trust.pem", cwd=tmp_path).returncode == 0
