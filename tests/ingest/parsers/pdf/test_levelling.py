"""Places of a page that was turned and levelled are found again on the page as it is given."""

import numpy as np
import pytest

from ingest.parsers.pdf.levelling import Levelling


@pytest.mark.parametrize("turns", range(4))
def test_a_box_is_found_again_on_a_page_that_was_turned(turns: int):
    given = np.zeros((30, 50))
    given[4:9, 10:25] = 1
    upright = np.rot90(given, turns)
    ys, xs = np.nonzero(upright)
    levelling = Levelling(turns, 0.0, upright.shape[1], upright.shape[0])
    (found,) = levelling.on_page((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    assert found == pytest.approx((10, 4, 25, 9))
    assert levelling.size == (50, 30)


def test_a_line_that_falls_has_boxes_that_follow_it():
    boxes = list(Levelling(0, 0.05, 600, 800).on_page((100, 200, 500, 210)))
    assert len(boxes) == 4
    assert boxes[0][0] == pytest.approx(100 * np.cos(0.05) - 210 * np.sin(0.05))
    assert [box[1] for box in boxes] == sorted(box[1] for box in boxes)
    assert all(box[3] - box[1] < 16 for box in boxes)
