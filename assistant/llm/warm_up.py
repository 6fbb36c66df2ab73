"""Fills the local model's prompt cache with the prompts' examples before the first question."""

import hashlib

from langchain_core.messages import BaseMessage

from assistant.llm.llama_server import Slot
from assistant.llm.load import LocalModel
from assistant.llm.prompts import translate_prompt, verify_prompt


def read_examples(model: LocalModel) -> None:
    """Have the engine read what stands at the beginning of each prompt.

    That takes it seconds; what it has read is kept on disk, and the next time it takes
    milliseconds. A prompt that has changed, or another model, is read anew.
    """
    prompts = {
        Slot.SENTENCE: (model.verify, verify_prompt("", "", "")),
        Slot.TRANSLATE: (model.translate, translate_prompt("", "")),
    }
    for slot, (role, prompt) in prompts.items():
        name = f"{_digest(prompt)}.bin"
        if not model.engine.restore(slot, name):
            role.invoke(prompt, max_tokens=1)
            model.engine.save(slot, name)


def _digest(prompt: list[BaseMessage]) -> str:
    text = "\0".join(f"{message.type}\0{message.content}" for message in prompt)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
