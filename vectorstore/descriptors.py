"""File descriptors: tells a process that has none left from files that are damaged."""

import errno
import os
from contextlib import suppress

TOO_FEW = (
    "Too many files are open for this process, so the store cannot be read. Raise the limit with"
    " `ulimit -n 4096` (a service: LimitNOFILE=4096) and start Citera again."
)
"""What to tell the user where `are_used_up`."""

_SPARE = 20
"""Opening a segment took 17 descriptors, which a failed opening has released again."""


def are_used_up() -> bool:
    """Whether this process can open fewer than `_SPARE` further files."""
    opened: list[int] = []
    try:
        for _ in range(_SPARE):
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in (errno.EMFILE, errno.ENFILE)
    finally:
        for descriptor in opened:
            with suppress(OSError):
                os.close(descriptor)
    return False
