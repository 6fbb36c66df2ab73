"""What an engine makes of a script that it does not know is not taken for text.

The lines are what RapidOCR gave of such pages, as there is no font to print these scripts with.
"""

import numpy as np
import pytest

from ingest.parsers.ocr import TextLine
from ingest.parsers.pdf.recognition import RecognisedPage, recognise


class Engine:
    """Gives the same lines for each picture."""

    name = "An engine"
    scripts = "Latin"

    def __init__(self, lines: list[TextLine]) -> None:
        self._lines = lines

    def lines(self, image: np.ndarray) -> list[TextLine]:
        return self._lines


def line(number: int, text: str, certainty: float) -> TextLine:
    """A line 400 pixels wide and 30 high."""
    top, bottom = 40.0 * number, 40.0 * number + 30
    corners = ((30.0, top), (430.0, top), (430.0, bottom), (30.0, bottom))
    return TextLine(text, corners, certainty)


def page(texts: list[str], certainty: float) -> tuple[RecognisedPage, Engine]:
    engine = Engine([line(number, text, certainty) for number, text in enumerate(texts)])
    return recognise(engine, np.full((300, 640, 3), 255, np.uint8), 300), engine


@pytest.mark.parametrize(
    ("texts", "certainty"),
    [
        (["", "", ""], 0.0),  # Arabic, Georgian
        (["y B", "H o ra", "a 'a", "B H", "Cop C Caa Ccg"], 0.85),  # Cyrillic
        (["T συβολι τη πλη συνλε", "την ρτη τ βρυ. α", "ντεξε, επε αρ."], 0.86),
        (["Hi đồng thành ph đã hp", "tr vng, th trưng nói.", "Không ai b thương nhưng"], 0.99),
    ],
)
def test_a_page_in_a_script_that_is_not_read_is_named_so(texts: list[str], certainty: float):
    found, engine = page(texts, certainty)
    assert found.is_text
    assert not found.is_certain
    assert found.why_left_out(engine).endswith(
        "it seems to be in a script or alphabet that is not recognised; An engine reads Latin"
    )


def test_of_letters_that_are_uncertain_it_is_said_that_they_may_be_of_another_script():
    hebrew = ["LIAU AXL LOU AIXI CLAC", "CICXU LA LIrO LIU: AICCU", "ULIUU LCOUA UXLIUI AI4A"]
    found, engine = page(hebrew, 0.72)
    assert not found.is_certain
    assert "72% only; it may be blurred, or in another script than Latin" in (
        found.why_left_out(engine)
    )


def test_formulas_in_a_text_are_read_with_it():
    found, _ = page(["The angle α is the sum of β and γ", "where Δt is the time of the fall"], 0.97)
    assert found.is_certain


def test_a_box_with_nothing_in_it_is_no_text():
    found, _ = page([""], 0.0)
    assert not found.is_text
