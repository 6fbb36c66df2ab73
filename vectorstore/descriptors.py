"""File descriptors: tells a process that has none left from files that are damaged."""

import errno
import os
from contextlib import suppress

CURE = "Raise the limit with `ulimit -n 4096` (a service: LimitNOFILE=4096) and start Citera again."
TOO_FEW = f"Too many files are open for this process. {CURE}"
"""What to tell the user where `are_used_up`."""

_SPARE = 20
"""Opening a segment took 17 descriptors, which a failed opening has released again."""


def limit() -> int | None:
    """How many files this process may have open at once; None if that is not limited."""
    if os.name == "nt":
        return None
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if soft == resource.RLIM_INFINITY else soft


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
