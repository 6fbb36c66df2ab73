"""The client of the local model, asking a stand-in."""

from typing import Any

from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from assistant.llm.untraced import UntracedChatOpenAI

PROMPT = [HumanMessage("Who?")]


def client_of(url: str, **options: Any) -> UntracedChatOpenAI:
    """A client that streams and tries nothing again, with further options."""
    return UntracedChatOpenAI(
        model="local",
        base_url=url,
        api_key=SecretStr("none"),
        streaming=True,
        max_retries=0,
        **options,
    )
