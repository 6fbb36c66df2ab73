"""RapidOCR: the PP-OCRv6 models, which are in its package, run by ONNX Runtime."""

from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ingest.parsers.ocr.engine import Point, TextLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_DETECTED_SIDE = 1280
"""Longer side, in pixels, to which a picture is reduced to find its lines."""
_LONGEST_SIDE = 5000
_SHORTEST_SIDE = 8
_FLATTEST = 50
"""Longer side of a picture that may have text, in shorter ones."""


def model_files() -> tuple[Path, Path]:
    """The models that find lines and that recognise them, in the package of RapidOCR."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return models / _DETECTOR, models / _RECOGNISER


class RapidOcrEngine:
    """Reads print in Latin script with its accents, Chinese and Japanese.

    Of Greek its model knows the letters of formulas, without accents and `ς`; of Vietnamese, few
    letters with two marks; of other scripts, none.
    """

    name = "RapidOCR"
    scripts = "Latin (but for Vietnamese), Chinese and Japanese"

    def __init__(self) -> None:
        self._lock = Lock()  # its pipeline keeps state between steps

    def lines(self, image: "NDArray[np.uint8]") -> list[TextLine]:
        """As `OcrEngine.lines`."""
        short, long = sorted(image.shape[:2])
        if short < _SHORTEST_SIDE or long > _FLATTEST * short:
            return []
        with self._lock:
            found = self._pipeline(image)
        if found.boxes is None or not found.txts:
            return []
        return [
            TextLine(text, (_point(box[0]), _point(box[1]), _point(box[2]), _point(box[3])), score)
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]

    @cached_property
    def _pipeline(self) -> Any:
        import rapidocr

        # Where a path is not given, the package would look for a model on the network.
        detector, recogniser = model_files()
        return rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.text_score": 0.0,  # what is uncertain is judged by the page
                "Global.max_side_len": _LONGEST_SIDE,
                "Global.use_cls": False,  # it takes single upright lines for inverted ones
                "Det.model_path": str(detector),
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTED_SIDE,
                "Rec.model_path": str(recogniser),
            }
        )


def _point(corner: "NDArray[np.float32]") -> Point:
    return float(corner[0]), float(corner[1])
