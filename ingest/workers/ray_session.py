"""A Ray for an ingest: one of its own, which this machine alone can reach, or a cluster's."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from signal import Signals
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from vectorstore.errors import CiteraError

LOCAL = "local"
"""The address that stands for a Ray of the ingest's own, on this machine alone."""

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # else it warns on the terminal of what Ray Data itself does
}
_LOCAL_ENVIRONMENT = {
    # The name is of other systems, but it decides everywhere: Ray listens on 127.0.0.1 only.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    # Ray asks for a token, as other users of this machine could run on it what they want. It would
    # keep one of its own in the home folder.
    "RAY_AUTH_TOKEN": token_hex(32),
    # By default 15 and 30 s: what a start of processes may take on a busy machine.
    "RAY_agent_register_timeout_ms": "60000",
    "RAY_gcs_server_port_wait_time_s": "60",
}
_STARTS = 2
"""How often a Ray of our own is started at most. For one of its processes, Ray waits 30 s whatever
is set; on a busy machine, it may need longer where Ray has to be read from the disk first."""
_STORE_BYTES = 2**28
"""Memory of a Ray of our own for what is on its way from one process to the next."""


@contextmanager
def ray_session(address: str, **options: Any) -> Iterator[Any]:
    """The package `ray`, started or connected within the block; one that runs is used as it is.

    `address` is `LOCAL`, `auto` for the cluster that this machine belongs to, or the `host:port` of
    its head; `options` are of `ray.init`. The environment variables that Ray reads are set for this
    process.

    Raises:
        CiteraError: if it is not installed, or cannot be used at that address.
    """
    ray = _imported(address == LOCAL)
    if ray.is_initialized():
        yield ray
        return
    # The paths of sockets are short: the folder of macOS for temporary files is too long.
    near = "/tmp" if os.name == "posix" else None
    with TemporaryDirectory("-ray", "citera-", near, ignore_cleanup_errors=True) as folder:
        try:
            if address == LOCAL:
                _start(ray, folder, options)
            else:
                _connect(ray, address, options)
            yield ray
        finally:
            _stop(ray, folder)


def _imported(is_local: bool) -> Any:
    """The package, told to report nothing; one of our own is told to stay on this machine."""
    os.environ.update(_ENVIRONMENT | (_LOCAL_ENVIRONMENT if is_local else {}))
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise CiteraError(
            f"{error.name} is not installed: `pip install 'citera[ray]'` brings Ray."
        ) from error
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # its errors are raised besides
    warnings.simplefilter("ignore", ray.util.annotations.RayDeprecationWarning)
    return ray


def _start(ray: Any, folder: str, options: dict[str, Any]) -> None:
    """Start a Ray of our own, whose files are in `folder`."""
    own = {"include_dashboard": False, "_temp_dir": folder, "object_store_memory": _STORE_BYTES}
    for starts in range(1, _STARTS + 1):
        try:
            with _temporary_files_in(folder):
                return _init(ray, LOCAL, own | options)
        except Exception as error:  # whatever Ray raises where it cannot start
            _stop(ray, folder)
            if starts == _STARTS:
                raise CiteraError(
                    f"Ray does not start on this machine ({error}), perhaps as too much else runs"
                    " on it: run the same command later, or with --workers in place of --ray."
                ) from error


def _stop(ray: Any, folder: str) -> None:
    """Disconnect, and end the processes of a Ray of our own, whose temporary files are in `folder`.

    Ray does not know of them where its start failed or was stopped, until this process ends.
    """
    ray.shutdown()
    mark = os.fsencode(f"TMPDIR={folder}\0")
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is of another user
            if mark in (process / "environ").read_bytes():
                os.kill(int(process.name), Signals.SIGKILL)


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """Processes that are started in the block keep their temporary files in `folder`.

    Ray kills them at the end, so that they cannot remove any.
    """
    gettempdir()  # this process goes on with its own, which it looks up only once
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before


def _connect(ray: Any, address: str, options: dict[str, Any]) -> None:
    try:
        _init(ray, address, options)
    except Exception as error:  # whatever Ray raises where it cannot connect
        raise CiteraError(
            f"Ray cannot be used at {address!r} ({error}). Give `auto` or the host:port of the head"
            " of a cluster that this machine has joined (`ray start`), or no address for a Ray on"
            " this machine alone."
        ) from error


def _init(ray: Any, address: str, options: dict[str, Any]) -> None:
    # Ray's processes import from the folder in which it is started. That may not be the one in
    # which somebody ingests what others wrote.
    with chdir(_ROOT):
        ray.init(address, log_to_driver=False, logging_level="CRITICAL", **options)
