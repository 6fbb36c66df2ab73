"""Text in valid Unicode: tokenizers, SQLite and HTTP take no other."""


def valid(text: str) -> str:
    """`text` without halves of surrogate pairs, which a terminal or a program's JSON may hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")
