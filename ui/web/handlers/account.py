"""Event handler of the account: who is logged in, and the button to log out."""

from dataclasses import dataclass

import gradio as gr

from ui.access.rights import Rights
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.account import render_account


@dataclass(frozen=True, slots=True)
class Account:
    """Event handler that fills the page's corner for the login."""

    rights: Rights

    @reports_errors
    def load(self, request: gr.Request) -> str:
        """The account as the page opens."""
        name = request.username or ""
        may_add = self.rights.may_add(request.username)
        may_administrate = self.rights.may_administrate(request.username)
        return render_account(name, may_add, may_administrate, words_of(request))
