"""What is raised where a page cannot be shown."""

from typing import Literal

from vectorstore.errors import CiteraError

Reason = Literal["missing", "changed", "elsewhere", "undrawn"]
_TOLD: dict[Reason, str] = {
    "missing": "the file of this article is no longer where it was; ingest it from its new place",
    "changed": "the file of this article has changed since it was read; ingest it again",
    "elsewhere": "the file of this article was read on another machine, which can show it",
    "undrawn": "this page of the file cannot be drawn",
}


class PageUnavailable(CiteraError):
    """A page of an article's file can be neither drawn nor searched for words.

    `reason` is `missing` where the file is no longer there, `changed` where it is no longer the one
    that was read, `elsewhere` where another machine has read it into a store that both use, and
    `undrawn` where the page cannot be drawn within the limits.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(_TOLD[reason])
        self.reason = reason
