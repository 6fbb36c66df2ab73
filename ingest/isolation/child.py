"""Starts a module of Citera as a child process, and keeps its channels to itself."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

_ROOT = Path(__file__).parents[2]


def start_module(
    module: str, folder: str, own_group: bool = False, **environment: str
) -> "subprocess.Popen[bytes]":
    """Start a module that reads requests on its standard input and writes replies on its output.

    What it or a library writes to temporary files goes into `folder`. With `own_group`, it leads a
    group of processes of its own, which Ctrl-C does not reach.

    Raises:
        OSError: if no process can be started.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(_ROOT), *filter(None, given)]  # an empty part would be the current folder
    own = {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": folder, "TEMP": folder, "TMP": folder}
    return subprocess.Popen(
        # -P: no module is taken from the folder in which somebody ingests what others wrote.
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | own | environment,
        process_group=0 if own_group else None,
    )


def own_channels(*silenced: int) -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output of this process, for requests and replies.

    What a library reads or writes at the descriptors `silenced` reaches neither any more.
    """
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in silenced:
        os.dup2(nothing, number)
    return requests, replies
