"""Reads the examples of the local model's prompts before the first question, or recalls them."""

import hashlib
from contextlib import suppress

from langchain_core.messages import BaseMessage

from assistant.llm.failures import BadReply
from assistant.llm.llama_server import Slot
from assistant.llm.load import LocalChat
from assistant.llm.prompts import (
    choose_prompt,
    condense_prompt,
    read_prompt,
    suffice_prompt,
    translate_prompt,
)


def read_examples(chat: LocalChat) -> None:
    """Have the engine read what stands at the beginning of each prompt.

    That takes it seconds; what it has read is kept on disk, and the next time it takes
    milliseconds. A prompt that has changed, or another model, is read anew.
    """
    prompts = {
        Slot.READ: (chat.read, read_prompt("", "", "")),
        Slot.CHOOSE: (chat.choose, choose_prompt("", [])),
        Slot.CONDENSE: (chat.condense, condense_prompt([], "")),
        Slot.SUFFICE: (chat.suffice, suffice_prompt("", "")),
        Slot.TRANSLATE: (chat.translate, translate_prompt("", "")),
    }
    for slot, (model, prompt) in prompts.items():
        name = f"{slot.name.lower()}-{_digest(prompt)}.bin"
        if not chat.engine.restore(slot, name):
            with suppress(BadReply):  # a token is enough here, and no whole reply
                model.bind(max_tokens=1).invoke(prompt)
            chat.engine.save(slot, name)


def _digest(prompt: list[BaseMessage]) -> str:
    text = "\0".join(f"{message.type}\0{message.content}" for message in prompt)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
