from langchain_core.callbacks import BaseCallbackHandler
from langsmith.run_helpers import tracing_context
from langsmith.utils import tracing_is_enabled

from tests.assistant.llm.client import PROMPT, client_of
from tests.assistant.provider import reply, stand_in


class Watcher(BaseCallbackHandler):
    """Notes whether a call would be traced, as LangChain finds it when the call begins."""

    def __init__(self) -> None:
        self.traced: list[object] = []

    def on_chat_model_start(self, *_: object, **__: object) -> None:
        self.traced.append(tracing_is_enabled())


def test_no_call_is_traced_though_all_others_are():
    watcher = Watcher()
    with stand_in(reply("He did."), reply("He did.")) as provider, tracing_context(enabled=True):
        asked = client_of(provider.url, callbacks=[watcher])
        assert asked.invoke(PROMPT).content == "He did."
        pieces = []
        for piece in asked.stream(PROMPT):
            pieces.append(piece.content)
            assert tracing_is_enabled()  # for what the reader of the stream does himself
    assert "".join(pieces) == "He did."
    assert watcher.traced == [False, False]


def test_a_stream_that_is_closed_hangs_up():
    def speak(exchange):
        exchange.begin()
        exchange.write("He ")
        exchange.wait_for_hang_up()

    with stand_in(speak) as provider:
        stream = client_of(provider.url, callbacks=[Watcher()]).stream(PROMPT)
        assert any(piece.content == "He " for piece in stream)
        stream.close()
        assert provider.hung_up.wait(5)
