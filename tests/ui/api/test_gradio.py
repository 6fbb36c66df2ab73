"""The page's functions for programs: over HTTP with Gradio's client, and over MCP."""

import asyncio
import os
import sys
from pathlib import Path

import gradio as gr
import httpx
import pytest
from fastapi.testclient import TestClient
from gradio_client import Client

from assistant import Assistant, Settings
from ingest import sample_article_path
from tests.required import required
from tests.ui.page import QUESTION
from ui.api.gradio import _with_gradio_errors
from ui.web.application import create_app


@pytest.fixture(scope="module", autouse=True)
def client_that_keeps_to_itself():
    """Gradio's client asks its makers' site for things, and reports its use, unless told not to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        yield


@pytest.fixture(scope="module")
def client(sample_chat) -> Client:
    return Client(sample_chat, verbose=False)


def test_an_answer_quotes_the_article_that_can_be_read_whole(client):
    answer = client.predict(QUESTION, api_name="/ask")
    assert answer["status"] == "answered"
    citation = answer["sentences"][0]["citations"][0]
    article = client.predict(citation["article_id"], api_name="/read_article")
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_search_gives_as_many_passages_as_asked(client):
    found = client.predict("Haftar's spokesman", 2, api_name="/search")
    assert len(found) == 2
    assert found[0]["score"] >= found[1]["score"]


def test_both_look_only_at_the_articles_they_are_limited_to(client):
    assert client.predict("Haftar", since="2020", language="FR", api_name="/search")
    assert client.predict("Haftar", until="2019-12", api_name="/search") == []
    answer = client.predict(QUESTION, collection="other", api_name="/ask")
    assert (answer["status"], answer["passages"]) == ("not_found", [])
    with pytest.raises(Exception, match="'June' is not a date"):
        client.predict(QUESTION, since="June", api_name="/ask")


def test_any_program_can_post_named_arguments_and_read_the_events(client):
    call = f"{client.src}gradio_api/call/v2/search"
    for language, found in {"fr": True, "es": False}.items():
        asked = httpx.post(call, json={"query": "Haftar", "language": language}).json()
        events = httpx.get(f"{call}/{asked['event_id']}", timeout=60).text
        assert events.startswith("event: complete")
        assert ("article_id" in events) is found


def test_an_unknown_article_is_told_in_plain_words(client):
    with pytest.raises(Exception, match="no article has the id 'nothing'"):
        client.predict("nothing", api_name="/read_article")


def test_arguments_of_another_type_are_told_and_are_no_fault_of_ours():
    def find(query: str, count: int = 5) -> list[object]:
        return [query, count]

    call = _with_gradio_errors(find)
    assert call("a", "7") == ["a", 7]
    assert call("a", None) == call("a") == ["a", 5]
    for arguments in ((5,), (None,), ("a", "x"), ("a", 1.5), ("a", []), (["a"], 1)):
        name = "count" if arguments[0] == "a" else "query"
        with pytest.raises(gr.Error, match=f"argument '{name}'"):
            call(*arguments)


@pytest.mark.parametrize("name", ["ask", "search"])
def test_an_unexpected_error_is_told_as_internal_and_logged(small_store, caplog, name):
    class Broken(Assistant):
        def warm_up(self, question=""):
            pass

        def search(self, *_, **__):
            raise RuntimeError("secret")

        stream = search

    settings = Settings(model="extractive", models="")
    app = create_app(Broken(settings, small_store), settings)
    with TestClient(app, base_url="http://127.0.0.1") as http:
        call = f"/gradio_api/call/v2/{name}"
        argument = "question" if name == "ask" else "query"
        asked = http.post(call, json={argument: "Why?"}).json()
        told = http.get(f"{call}/{asked['event_id']}").text
    assert told.startswith("event: error")
    assert "Internal error of Citera" in told
    assert "secret" not in told
    assert "RuntimeError: secret" in caplog.text


def test_only_the_documented_functions_are_offered(client):
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/ask", "/search", "/read_article", "/locate_quote"}


def test_an_assistant_can_use_the_articles_as_tools(sample_store):
    mcp = required("mcp")
    from mcp.client.stdio import StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli.main", "mcp"],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "CITERA_STORE": str(sample_store),
            "CITERA_MODEL": "extractive",
        },
    )

    async def use() -> tuple[set[str], str]:
        async with (
            stdio_client(server) as (read, write),
            mcp.ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = await session.list_tools()
            called = await session.call_tool("ask", {"question": QUESTION})
            return {tool.name for tool in tools.tools}, called.content[0].text

    names, answer = asyncio.run(asyncio.wait_for(use(), 120))
    assert names == {"ask", "search", "read_article", "locate_quote"}
    quote = answer.split('"quote": "', 1)[1].split('"')[0]
    assert quote in sample_article_path().read_text(encoding="utf-8")


def test_the_documented_examples_run(client, capsys):
    guide = (Path(__file__).parents[3] / "docs" / "programs.md").read_text(encoding="utf-8")
    codes = [code.split("```")[0] for code in guide.split("```python\n")[1:]]
    said = {}
    for library in ("gradio_client", "openai"):
        (example,) = [code for code in codes if code.startswith(f"from {library}")]
        code = example.replace("http://127.0.0.1:7860/", client.src)
        exec(compile(code, "programs.md", "exec"), {})
        said[library] = capsys.readouterr().out
    assert "←" in said["gradio_client"]
    assert "[1] “" in said["openai"]
    assert "Haftar rejects ceasefire" in said["openai"]


def test_openais_client_can_read_an_answer_as_it_comes(client):
    from openai import OpenAI

    chat = OpenAI(base_url=f"{client.src}v1", api_key="none").chat.completions
    messages = [{"role": "user", "content": QUESTION}]
    whole = chat.create(model="extractive", messages=messages).choices[0].message.content
    chunks = list(chat.create(model="extractive", messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert f"[{chunks[-1].citations[0]['number']}]" in whole
