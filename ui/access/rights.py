"""Rights: which logins may change the articles."""

from dataclasses import dataclass

from ui.access.logins import Logins, Role
from vectorstore.errors import CiteraError


class MayNotEdit(CiteraError):
    """Who asks may read the articles, and may not change them."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may do what in the chat; `logins` is None where everybody is let in."""

    logins: Logins | None = None
    read_only: bool = False
    """Whether nobody may change the articles, by the setting of that name."""

    def may_edit(self, name: str | None) -> bool:
        """Whether the login of that name may add, replace and remove articles."""
        if self.read_only:
            return False
        if self.logins is None:
            return True
        login = self.logins.get(name)
        return login is not None and login.role >= Role.EDITOR

    def require_edit(self, name: str | None) -> None:
        """Refuse who may not add, replace and remove articles.

        Raises:
            MayNotEdit: naming the cause, the setting or the role.
        """
        if self.read_only:
            raise MayNotEdit("This chat is open for reading only.")
        if not self.may_edit(name):
            raise MayNotEdit("Your login may read the articles, and not change them.")
