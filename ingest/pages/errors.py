"""What is raised where a page cannot be shown."""

from typing import Literal

from vectorstore.errors import CiteraError

Reason = Literal["missing", "changed", "undrawn"]


class PageUnavailable(CiteraError):
    """A page of an article's file has no picture.

    `reason` is `missing` where the file is no longer there, `changed` where it is no longer the one
    that was read, and `undrawn` where the page cannot be drawn within the limits.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"the page has no picture: {reason}")
        self.reason = reason
