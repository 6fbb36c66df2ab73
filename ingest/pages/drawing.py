"""Draws pages of PDF files and images, each in a process of its own.

A hostile page may take hours to draw, or make the library crash. The process is then ended, and the
chat goes on.
"""

import logging
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from ingest.pages.errors import PageUnavailable
from ingest.pages.original import Original

logger = logging.getLogger(__name__)

_SCRIPT = Path(__file__).with_name("draw_process.py")
_SECONDS = 10
_AT_ONCE = BoundedSemaphore(2)
_KEPT = 16
"""Pictures that are kept, so that going back to a page does not draw it again."""


@lru_cache(maxsize=_KEPT)
def draw_page(original: Original, page: int, width: int) -> bytes:
    """The picture of a page, from 1, as PNG, about `width` pixels wide.

    It is narrower where the picture would otherwise be very large.

    Raises:
        PageUnavailable: if the page is not drawn within 10 seconds and the limits of
            `draw_process.py`, or there is no such page.
    """
    # Not `-m`: the package would import all of the ingest first.
    kind = "image" if original.is_image else "pdf"
    file = [kind, str(original.path), str(page - 1), str(width)]
    command = [sys.executable, "-P", str(_SCRIPT), *file]
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        raise PageUnavailable("undrawn")
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        logger.debug("page %d of %s was not drawn", page, original.path, exc_info=True)
        raise PageUnavailable("undrawn") from error
    finally:
        _AT_ONCE.release()
    return done.stdout
