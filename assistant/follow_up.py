"""Makes a question of a conversation stand alone, so that it can be searched for and read."""

from collections.abc import Sequence

from assistant.chat_model import Chat, HostedChat, LocalChat
from assistant.conversation import Turn, recent
from assistant.figures import numbers
from assistant.names import names
from assistant.reading import condense_question

_LONG = 48
"""Bytes of UTF-8 from which a question is taken to say by itself what it is about."""


def stand_alone(chat: Chat, question: str, history: Sequence[Turn], tokens: int) -> str:
    """`question` as it would be asked without the turns before it.

    At most about `tokens` of the conversation are looked at, its end.
    """
    turns = recent(history, tokens)
    if not turns:
        return question
    if isinstance(chat, LocalChat):
        model = chat.condense
        return condense_question(lambda prompt: model.invoke(prompt).text, turns, question)
    if isinstance(chat, HostedChat):
        hosted = chat
        return condense_question(lambda prompt: "".join(hosted.reply(prompt)), turns, question)
    return with_last_topic(question, turns)


def with_last_topic(question: str, turns: Sequence[Turn]) -> str:
    """A short question that names nothing, behind the last one that did; any other as it is."""
    if _names_its_topic(question):
        return question
    topic = next((turn.question for turn in reversed(turns) if _names_its_topic(turn.question)), "")
    return f"{topic} {question}".strip()


def _names_its_topic(question: str) -> bool:
    return bool(names(question) or numbers(question)) or len(question.encode()) >= _LONG
