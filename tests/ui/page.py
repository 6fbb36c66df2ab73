"""What the browser tests do on a page."""

QUESTION = "Why did Haftar reject the ceasefire?"
WAIT = 120_000
"""Milliseconds that the first question may take: it loads the models."""


def ask(page, question: str = QUESTION) -> str:
    """Ask, wait for the checked answer, and give what it says."""
    turn = page.locator(".turn").nth(page.locator(".turn").count())
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    turn.and_(page.locator("[aria-busy=false]")).wait_for(timeout=WAIT)
    return turn.locator(".answer").inner_text()


def remove_all(page) -> None:
    """Remove every article, as a reader does."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("tab", name="Articles").click()
    for left in reversed(range(page.locator("#library .entry").count())):
        page.locator("#library .drop").first.click()
        page.locator("#library .entry").nth(left).wait_for(state="detached")


def foreign(page, address: str) -> list[str]:
    """What the page asked of any host but its own."""
    own = (address, "data:", "blob:")
    return [url for url in page.asked if not url.startswith(own)]


class Held:
    """A kind of request of a page that waits until the end of a `with`."""

    def __init__(self, page, path: str) -> None:
        self.page, self.url, self.waiting, self.over = page, f"**/gradio_api/{path}*", [], False

    def __enter__(self) -> "Held":
        self.page.route(self.url, self._hold)
        return self

    def __exit__(self, *_: object) -> None:
        self.over = True
        for route in self.waiting:
            route.continue_()

    def _hold(self, route) -> None:
        if self.over:
            route.continue_()
        else:
            self.waiting.append(route)
