"""Pictures of the pages of PDF files and images, with the places of quoted words."""

from ingest.pages.drawing import draw_page
from ingest.pages.errors import PageUnavailable
from ingest.pages.marks import Box
from ingest.pages.original import Original, may_have_original, original_of
from ingest.pages.places import PagePlace, Rectangle, find_on_page, find_places

__all__ = [
    "Box",
    "Original",
    "PagePlace",
    "PageUnavailable",
    "Rectangle",
    "draw_page",
    "find_on_page",
    "find_places",
    "may_have_original",
    "original_of",
]
