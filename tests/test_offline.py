"""After set-up nothing needs the network: the command line runs where no route leads out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import sample_article_path

# A network namespace of its own has no interface but loopback, which is down until it is set up.
LOOPBACK_UP = """
import fcntl, socket, struct
control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(control, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))
"""
NO_ROUTE = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
except OSError:
    pass
else:
    raise SystemExit("there is a route out: this test would prove nothing")
"""
RUN = """
from ui.cli.main import main
for arguments in {commands!r}:
    try:
        main(arguments)
    except SystemExit as ended:
        if ended.code:
            raise
"""


def without_network(*commands: list[str], **settings: object) -> subprocess.CompletedProcess[str]:
    """Run commands one after the other in a process from which no route leads out."""
    code = LOOPBACK_UP + NO_ROUTE + RUN.format(commands=commands)
    env = os.environ | {f"CITERA_{name.upper()}": str(value) for name, value in settings.items()}
    return subprocess.run(
        ["unshare", "--map-root-user", "--net", sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def namespaces() -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no `unshare` here: a network without routes cannot be made")
    probe = subprocess.run(
        ["unshare", "--map-root-user", "--net", "true"], capture_output=True, text=True, check=False
    )
    if probe.returncode:
        pytest.skip(f"no right to make a network without routes: {probe.stderr.strip()}")


@pytest.mark.model
def test_ingesting_and_asking_work_without_a_route_out(namespaces, tmp_path):
    done = without_network(
        ["ingest", str(sample_article_path())],
        ["ask", "Who is Haftar's spokesman?"],
        store=tmp_path / "store",
    )
    assert done.returncode == 0, done.stderr
    assert "Mesmari" in done.stdout
