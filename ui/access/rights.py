"""Rights: what a login may do, and which collections are closed to it."""

from dataclasses import dataclass

from ui.access.closed import ClosedCollection, closed_to
from ui.access.logins import Login, Logins, Role
from vectorstore.article import DEFAULT_COLLECTION
from vectorstore.errors import CiteraError


class MayNotEdit(CiteraError):
    """Who asks may read the articles, and may not change them."""


class MayNotAdministrate(CiteraError):
    """Who asks has no login with the role `admin`."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may do what in the chat; `logins` is None where everybody is let in."""

    logins: Logins | None = None
    read_only: bool = False
    """Whether nobody may change the articles, by the setting of that name."""
    closed: tuple[ClosedCollection, ...] = ()
    """The collections that only some logins may see."""

    def closed_to(self, name: str | None) -> tuple[str, ...]:
        """The collections that the login of that name may not see; of no login, all closed."""
        return closed_to(self._login(name), self.closed)

    def may_administrate(self, name: str | None) -> bool:
        """Whether the login of that name may see the logins, and end their sessions."""
        return self._has_role(name, Role.ADMIN)

    def may_edit(self, name: str | None) -> bool:
        """Whether the login of that name may replace and remove articles that it may see."""
        if self.read_only:
            return False
        if self.logins is None:
            return True
        return self._has_role(name, Role.EDITOR)

    def may_add(self, name: str | None) -> bool:
        """Whether the login of that name may also upload files.

        Uploads go to the default collection: who may not see that would learn from the outcome
        what is there.
        """
        return self.may_edit(name) and DEFAULT_COLLECTION not in self.closed_to(name)

    def require_administrate(self, name: str | None) -> None:
        """Refuse who may not see the logins and end their sessions.

        Raises:
            MayNotAdministrate: naming the cause.
        """
        if not self.may_administrate(name):
            raise MayNotAdministrate("Only a login with the role admin may do this.")

    def require_edit(self, name: str | None) -> None:
        """Refuse who may not replace and remove articles.

        Raises:
            MayNotEdit: naming the cause, the setting or the role.
        """
        if self.read_only:
            raise MayNotEdit("This chat is open for reading only.")
        if not self.may_edit(name):
            raise MayNotEdit("Your login may read the articles, and not change them.")

    def require_add(self, name: str | None) -> None:
        """Refuse who may not upload files.

        Raises:
            MayNotEdit: naming the cause, the setting or the role.
        """
        self.require_edit(name)
        if not self.may_add(name):
            raise MayNotEdit("Your login may not add articles.")

    def _login(self, name: str | None) -> Login | None:
        return self.logins.get(name) if self.logins else None

    def _has_role(self, name: str | None, role: Role) -> bool:
        login = self._login(name)
        return login is not None and login.role >= role
