"""`explained`: errors of the file system, told with their cause and their cure."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore import descriptors
from vectorstore.errors import CiteraError

_CURES = (
    ((errno.EMFILE, errno.ENFILE), descriptors.CURE),
    ((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "Make space on the disk, and try again."),
    (
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "Check the permissions of the folder, and that its disk is not mounted read-only.",
    ),
)
_CURE = "Check the disk's space and the folder's permissions, and try again."


@contextmanager
def explained(failure: str, names_file: bool = True) -> Iterator[None]:
    """Convert errors of the file system to a `CiteraError` that begins with `failure`.

    Without `names_file`, no path is told: for what readers of the chat are shown.
    """
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        where = f": {error.filename}" if names_file and error.filename else ""
        raise CiteraError(f"{failure} ({reason}{where}). {cure_of(error)}") from error


def cure_of(error: OSError) -> str:
    """What to do about an error of the file system, in a sentence."""
    return next((cure for codes, cure in _CURES if error.errno in codes), _CURE)
