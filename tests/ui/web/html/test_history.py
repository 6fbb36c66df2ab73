"""Tests of history.py: the list of conversations is HTML of ours alone."""

from tests.ui.web.html.test_thread import HOSTILE, Page
from ui.web.html.history import render_history
from ui.web.i18n.choose import ENGLISH
from ui.web.state.history import Entry


def test_questions_in_the_list_stay_texts():
    shown = Page(render_history([Entry(HOSTILE, HOSTILE, None, True)], ENGLISH))
    assert not {"script", "img", "i", "a"} & {tag for tag, _ in shown.elements}
    assert HOSTILE in shown.text
