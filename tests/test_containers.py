"""The Dockerfile, compose.yaml and the units in docs/operations.md fit the project.

No engine runs here: the files are parsed, what they name is looked up, and the chat is started as
the image starts it, with a stand-in in the place of the model server.
"""

import configparser
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from assistant.llm.load import load_hosted
from assistant.settings import Settings
from tests.assistant.provider import reply, stand_in
from tests.ui.access.test_logins import HASH
from ui.cli.main import main

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
CHAT, MODEL = COMPOSE["services"]["chat"], COMPOSE["services"]["model"]
KNOWN = {
    *("FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE"),
    *("HEALTHCHECK", "ENTRYPOINT", "CMD"),
}
# Of the Compose specification, what the file uses.
SERVICE = {
    *("build", "image", "depends_on", "environment", "secrets", "ports", "volumes", "cap_drop"),
    *("security_opt", "healthcheck", "restart"),
}


@dataclass(frozen=True)
class Instruction:
    """An instruction of a Dockerfile, with its lines joined."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments, of JSON or parted by spaces."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)


def instructions(text: str) -> Iterator[Instruction]:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        yield Instruction(name, rest.strip())


IMAGE = list(instructions(DOCKERFILE))


def all_of(name: str) -> list[Instruction]:
    return [each for each in IMAGE if each.name == name]


def last(name: str) -> Instruction:
    return all_of(name)[-1]


def environment() -> dict[str, str]:
    """The variables that the image sets."""
    return dict(pair.split("=", 1) for each in all_of("ENV") for pair in each.words)


def settings_of(variables: dict[str, Any]) -> dict[str, str]:
    """The settings among variables; `${NAME:-default}` is its default. A name must be a setting."""
    named = {
        name.removeprefix("CITERA_").lower(): re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", str(value))
        for name, value in variables.items()
        if name.startswith("CITERA_")
    }
    assert set(named) <= set(Settings.model_fields)
    return named


def health_command() -> list[str]:
    _, _, command = last("HEALTHCHECK").text.partition(" CMD ")
    return json.loads(command)


def fence(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_dockerfile_copies_what_there_is_and_the_context_holds_it():
    assert {each.name for each in IMAGE} <= KNOWN
    copied = [
        path for each in all_of("COPY") if "--from" not in each.text for path in each.words[:-1]
    ]
    assert {"pyproject.toml", "constraints.txt", "ui"} <= set(copied)
    assert [path for path in copied if not (ROOT / path).exists()] == []
    kept = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert sorted(f"!{path}" for path in copied) == sorted(each for each in kept if "!" in each)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "release"} <= set(copied)


def test_the_image_is_slim_of_a_python_that_fits_and_runs_as_no_root():
    assert {each.words[0] for each in all_of("FROM")} == {"python:3.11-slim"}
    assert PROJECT["requires-python"] == ">=3.11"
    assert last("USER").text == "citera"
    assert "useradd --uid 10001" in DOCKERFILE
    root = IMAGE.index(last("USER"))
    assert all(IMAGE.index(each) < root for each in all_of("RUN"))
    extras = set(re.findall(r"EXTRAS=\[(\w+)\]", GUIDE))
    assert extras
    assert extras <= set(PROJECT["optional-dependencies"])
    (model,) = re.findall(r'" (\w+)$', all_of("RUN")[0].text)
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    assert re.search(rf"^{model}==", constraints, re.MULTILINE)


def test_what_the_image_keeps_lies_in_its_volumes_and_the_store_below_one():
    named = settings_of(environment())
    volumes = last("VOLUME").words
    kept = {name: named[name] for name in ("store", "uploads", "links", "feedback", "cache")}
    assert [path for path in kept.values() if not path.startswith(tuple(volumes))] == []
    assert kept["store"] not in volumes
    assert [mounted.split(":")[1] for mounted in CHAT["volumes"]] == volumes
    folders = re.findall(r"mkdir ([^&]+)&&", all_of("RUN")[-1].text)
    assert folders[0].split() == volumes


def test_the_command_and_the_port_are_those_of_the_chat():
    assert PROJECT["scripts"][last("ENTRYPOINT").words[0]] == "ui.cli.main:main"
    assert last("CMD").words[0] in main.commands
    port = environment()["CITERA_PORT"]
    assert last("EXPOSE").text == port == str(Settings.model_fields["port"].default)
    assert f"http://127.0.0.1:{port}/health" in health_command()[-1]
    assert CHAT["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_compose_names_services_volumes_secrets_and_settings_that_there_are():
    assert set(COMPOSE) == {"services", "secrets", "volumes"}
    for service in (CHAT, MODEL):
        assert set(service) <= SERVICE
        assert re.fullmatch(r"[a-z]+(/[a-z]+)?", service["image"])
        assert {each.split(":")[0] for each in service["volumes"]} <= set(COMPOSE["volumes"])
    assert set(CHAT["depends_on"]) == set(COMPOSE["services"]) - {"chat"}
    assert CHAT["depends_on"]["model"] == {"condition": "service_healthy"}
    assert MODEL["healthcheck"]["test"][0] == "CMD"
    assert set(CHAT["secrets"]) == set(COMPOSE["secrets"])
    named = settings_of(CHAT["environment"])
    assert Path(named["auth_file"]) == Path("/run/secrets", *CHAT["secrets"])
    assert urlsplit(named["base_url"]).hostname in COMPOSE["services"]


def test_the_units_name_commands_settings_paths_and_ports_that_there_are():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(systemd := fence("ini")[0])
    program, command = unit["Service"]["ExecStart"].split()
    assert Path(program).name in PROJECT["scripts"]
    assert command in main.commands
    variables = re.findall(r"^Environment=(\w+)=(.*)$", systemd, re.MULTILINE)
    assert {"store", "auth_file"} <= set(settings_of(dict(variables)))
    pod = yaml.safe_load(fence("yaml")[0])
    (container,) = pod["containers"]
    settings_of({each["name"]: each["value"] for each in container["env"]})
    (port,) = container["ports"]
    probes = [container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness")]
    assert probes == [{"path": "/health", "port": port["containerPort"]}] * 2
    assert str(port["containerPort"]) == last("EXPOSE").text
    assert f"--uid {pod['securityContext']['runAsUser']} " in DOCKERFILE
    mounts = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
    assert set(mounts) == {each["name"] for each in pod["volumes"]}
    assert set(last("VOLUME").words) <= set(mounts.values())


def test_a_model_server_named_as_in_compose_is_asked(monkeypatch):
    named = settings_of(CHAT["environment"])
    with stand_in(reply("Vantor [1].")) as server:
        settings = Settings(
            model=named["model"], api_key=named["api_key"], base_url=server.url, retries=0
        )
        told = "".join(load_hosted(settings).reply([("user", "Who?")]))
    assert told == "Vantor [1]."
    assert server.requests[0]["model"] == named["model"].partition(":")[2]
    assert urlsplit(server.url).path == urlsplit(named["base_url"]).path


@pytest.fixture(scope="module")
def chat(tmp_path_factory) -> Iterator[str]:
    """The chat, started as the image and compose.yaml say, with paths and a port from here."""
    home = tmp_path_factory.mktemp("image")
    (home / "logins.txt").write_text(f"ana:reader:{HASH}\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = settings_of(environment()) | settings_of(CHAT["environment"])
    told |= {"port": str(port), "auth_file": str(home / "logins.txt")}
    told = {name: value.replace("/data", str(home)) for name, value in told.items()}
    told["cache"] = str(Settings().cache)
    variables = {f"CITERA_{name.upper()}": value for name, value in told.items()}
    module, _, _ = PROJECT["scripts"][last("ENTRYPOINT").words[0]].partition(":")
    process = subprocess.Popen(
        [sys.executable, "-m", module, *last("CMD").words],
        env={**os.environ, **variables, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    said = next((line for line in process.stdout or () if "ready at" in line), "")
    try:
        assert said.startswith(f"Citera is ready at http://{told['host']}:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        watchdog.cancel()
        process.terminate()
        process.communicate(timeout=30)


def test_the_image_s_command_serves_the_chat_to_its_logins(chat):
    assert httpx.get(f"{chat}/v1/models").status_code == 401
    key = {"Authorization": "Bearer ana:secret"}
    models = httpx.get(f"{chat}/v1/models", headers=key).json()["data"]
    assert models[0]["id"] == settings_of(CHAT["environment"])["model"]


def test_the_image_s_health_check_succeeds(chat):
    command = health_command()
    assert command[0] == "python"
    here = command[-1].replace("http://127.0.0.1:7860", chat)
    assert here != command[-1]
    checked = subprocess.run([sys.executable, *command[1:-1], here], timeout=30, check=False)
    assert checked.returncode == 0
