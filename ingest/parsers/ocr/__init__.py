"""Optical character recognition (OCR): engines that read the text of pictures offline."""

from ingest.parsers.ocr.choose import ocr_engine
from ingest.parsers.ocr.engine import OcrEngine, TextLine

__all__ = ["OcrEngine", "TextLine", "ocr_engine"]
