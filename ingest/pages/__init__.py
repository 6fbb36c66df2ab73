"""Pictures of the pages of PDF files, with the places of quoted words; made when looked at."""

from ingest.pages.drawing import draw_page
from ingest.pages.errors import PageUnavailable
from ingest.pages.marks import Box, find_quote
from ingest.pages.original import Original, may_have_original, original_of

__all__ = [
    "Box",
    "Original",
    "PageUnavailable",
    "draw_page",
    "find_quote",
    "may_have_original",
    "original_of",
]
