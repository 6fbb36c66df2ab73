"""Chooses the OCR engine; the only place that knows which ones there are."""

from functools import lru_cache
from importlib.util import find_spec

from ingest.parsers.ocr.engine import OcrEngine

HOW_TO_INSTALL = "install OCR: pip install 'citera[ocr]'"
"""What to do where there is no engine, for messages."""


@lru_cache(maxsize=1)
def ocr_engine() -> OcrEngine | None:
    """The engine that is installed, if one is; it loads its models when it is first used."""
    if find_spec("rapidocr") is None:
        return None
    from ingest.parsers.ocr.rapid import RapidOcrEngine

    return RapidOcrEngine()
