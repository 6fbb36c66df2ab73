"""Tests of ui/api/mcp.py: what an assistant is told of a call that failed; see test_gradio.py."""

import asyncio

import pytest

from assistant import Assistant, Settings
from tests.required import required
from ui.api.mcp import build_mcp_server


@pytest.fixture
def call():
    """Calls a tool through the protocol, and gives for each call whether it failed and the text."""
    mcp = required("mcp")

    def call_tool(
        assistant: Assistant, name: str, *calls: dict[str, str]
    ) -> list[tuple[bool, str]]:
        async def ask():
            async with mcp.Client(build_mcp_server(assistant)) as client:
                results = [await client.call_tool(name, arguments) for arguments in calls]
            return [(result.is_error, result.content[0].text) for result in results]

        return asyncio.run(asyncio.wait_for(ask(), 60))

    return call_tool


def test_a_known_error_reaches_the_assistant_in_its_own_words(call, small_store):
    own = Assistant(Settings(model="extractive"), small_store)
    ((failed, said),) = call(own, "read_article", {"article_id": "nothing"})
    assert failed
    assert "no article has the id 'nothing'" in said


def test_an_unexpected_error_is_told_as_internal_and_logged(call, small_store, caplog):
    class Broken(Assistant):
        def stream(self, *_, **__):
            raise RuntimeError("secret")

    ((failed, said),) = call(Broken(Settings(), small_store), "ask", {"question": "Why?"})
    assert failed
    assert "Internal error of Citera" in said
    assert "secret" not in said
    assert "RuntimeError: secret" in caplog.text


def test_questions_beyond_the_rate_limit_are_refused_with_the_seconds_to_wait(call, small_store):
    settings = Settings(model="extractive", questions_per_minute=1)
    first, second = call(Assistant(settings, small_store), "ask", *[{"question": "Hello!"}] * 2)
    assert not first[0]
    assert second[0]
    assert "Too many questions in a minute: go on in " in second[1]
