"""The wheel holds the five packages and their data, and works without the checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "eval", "ingest", "ui", "vectorstore")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
# One file of each kind of data that is read at run time.
DATA = (
    "eval/data/article.jsonl",
    "eval/report/templates/report.html",
    "eval/thresholds.toml",
    "ui/web/assets/style.css",
)
# Run by the interpreter of the new environment, with the modules to import as its arguments.
USE = f"""
import json, sys
from importlib import import_module
from importlib.resources import files
places = {{name: import_module(name).__file__ for name in sys.argv[1:]}}
from ingest import read_articles, sample_article_path
(article,) = read_articles(sample_article_path())
data = {{}}
for path in {DATA}:
    package, _, name = path.partition("/")
    data[path] = files(package).joinpath(name).read_text("utf-8")
print(json.dumps({{"places": places, "article": article.text, "data": data}}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints. It is told no path of this process, such as PYTHONPATH."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


def files_of_the_checkout() -> list[str]:
    """The files that git tracks, or would add, as they stand on disk."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def files_of_the_packages() -> set[str]:
    return {name for name in files_of_the_checkout() if name.split("/")[0] in PACKAGES}


def module_names(files: set[str]) -> list[str]:
    """Every module of the wheel by its dotted name, those that run when imported left out."""
    paths = [Path(name).with_suffix("") for name in sorted(files) if name.endswith(".py")]
    dotted = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    return [name for name in dotted if not name.endswith("__main__")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, built from a copy so that the checkout stays clean."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout: what belongs to the packages cannot be told")
    folder = tmp_path_factory.mktemp("wheel")
    for name in files_of_the_checkout():
        copy = folder / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "./source", cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, and behind it the libraries of the running one."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    environment = folder / "venv"
    into = ("--python", environment / "bin" / "python")
    run(*PIP, *into, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    # A folder that a .pth file names has its own .pth files left unread: an editable
    # installation of the checkout there does not come along.
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages(environment) / "libraries.pth").write_text("\n".join(sorted(libraries)))
    return environment


def site_packages(environment: Path) -> Path:
    """Where an environment keeps what is installed into it."""
    return Path(sysconfig.get_path("purelib", "venv", vars={"base": str(environment)}))


def test_the_wheel_holds_the_packages_and_their_data_and_nothing_else(wheel):
    with ZipFile(wheel) as archive:
        held = {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }
    assert set(held) == files_of_the_packages()
    assert {name for name, data in held.items() if data != (ROOT / name).read_bytes()} == set()


def test_the_wheel_says_that_it_is_typed_and_has_its_licences(wheel):
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_all_modules_and_data_come_from_the_installed_wheel(environment, tmp_path, sample_article):
    modules = module_names(files_of_the_packages())
    printed = run(environment / "bin" / "python", "-c", USE, *modules, cwd=tmp_path)
    used = json.loads(printed.splitlines()[-1])
    home = site_packages(environment)
    assert len(modules) > 100
    assert [name for name, file in used["places"].items() if home not in Path(file).parents] == []
    assert used["article"] == sample_article.text
    assert used["data"] == {name: (ROOT / name).read_text("utf-8") for name in DATA}


def test_the_installed_command_tells_its_version(environment, tmp_path):
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    told = run(environment / "bin" / "citera", "--version", cwd=tmp_path)
    assert told.split()[-1] == stated
