"""What the stand-in for a hosted model replies to a prompt, told by a hash of its last message."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import convert_to_messages

from tests.assistant.provider import Exchange, reply
from tests.golden.tape import digest

_SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


def behave(exchange: Exchange, calls: list[dict[str, Any]]) -> None:
    """Answer one request, well or badly, and note it among `calls`."""
    messages = json.loads(json.dumps(exchange.stand_in.requests[-1]["messages"]))
    said = str(messages[-1]["content"])
    number = int(hashlib.sha256(said.encode()).hexdigest(), 16)
    call = {"role": "hosted", "prompt": digest(convert_to_messages(messages))}
    calls.append(call)
    if "New question: " in said:
        # Every fifth rewriting fails, and the question is then read with its last topic.
        call["reply"] = "500" if number % 5 == 0 else _rewritten(said)
    else:
        call["reply"] = _answer(number % len(_ANSWERS), _SENTENCE.findall(said))
    if call["reply"].isdigit():
        exchange.fail(int(call["reply"]), "No")
    elif call["reply"].endswith("…"):
        reply(call["reply"], "length")(exchange)
    else:
        reply(call["reply"])(exchange)


def _rewritten(said: str) -> str:
    question = said.rpartition("New question: ")[2]
    topic = re.search(r"Asked before: (.+)", said)
    return f"{topic[1]} {question}" if topic else question


_ANSWERS = (
    "{0} [1]", "{0} [1]", "{1} [2] {3} [4]", "{2} [3][1]", "NOT_FOUND", "They were 4711. [1]",
    "{0}", "{0} [99]", "{0} [1] And then …", "<think>Let me see.</think>{0} [1]", "500", "401",
    "429", "1. {0} [1]\n2. {1} [2]", "", "{0} 【1†source】", "**{1}** [1-3]", "{0} [1] Zzyzx [2].",
)  # fmt: skip


def _answer(kind: int, sentences: Sequence[tuple[str, str]]) -> str:
    texts = [text for _, text in sentences] + ["Nothing."] * 4
    return _ANSWERS[kind].format(*texts)
