"""What the page says of the conversations that the browser keeps."""

from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest

from ui.persistence.local import LinkFolder
from ui.web.handlers.conversations import Conversations
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("fr", FRENCH)])
def test_a_conversation_for_which_the_browser_has_no_room_is_told(monkeypatch, language, words):
    warned: list[str] = []
    monkeypatch.setattr(gr, "Warning", warned.append)
    conversations = Conversations(view=None, links=LinkFolder(Path("/none")))
    request = SimpleNamespace(headers={"accept-language": language})
    for full in (False, True):
        data = {"entries": [{"id": "x", "title": "Why?"}], "full": full}
        assert "Why?" in conversations.tell(SimpleNamespace(_data=data), request)
    assert warned == [words.history_full]
