"""PDF: text in reading order, found by the layout of each page."""

from ingest.parsers.pdf.document import parse_pdf

__all__ = ["parse_pdf"]
