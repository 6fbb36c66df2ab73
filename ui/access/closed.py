"""Closed collections: which collections only some logins may see, by the file of logins."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.access.logins import Login, Logins, Role, is_rule, lines_of
from ui.session import InvalidSettings

if TYPE_CHECKING:
    from assistant import Settings

logger = logging.getLogger(__name__)

_RULE = re.compile(r"\[(?P<collection>.+)\](?P<admitted>[^\]]*)")
_FORM = "[collection] name, name, @role"


@dataclass(frozen=True, slots=True)
class ClosedCollection:
    """A collection, and the logins and roles that may see it; nobody else may, admins neither.

    A role admits the greater ones too.
    """

    collection: str
    names: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()

    def admits(self, login: Login) -> bool:
        """Whether a login may see the collection."""
        return login.name in self.names or any(login.role >= role for role in self.roles)


def read_closed(settings: "Settings", logins: Logins | None) -> tuple[ClosedCollection, ...]:
    """The collections that the rules of `CITERA_AUTH_FILE` close.

    Raises:
        InvalidSettings: if a rule is malformed, names a login or a role that there is not, or a
            collection has two.
    """
    if settings.auth_file is None or logins is None:
        return ()
    rules = [line for line in lines_of(settings.auth_file) if is_rule(line)]
    closed = tuple(parse_rule(rule) for rule in rules)
    _require_known(closed, logins)
    if len({each.collection for each in closed}) < len(closed):
        raise InvalidSettings("CITERA_AUTH_FILE must have one rule for a collection, and has two")
    return closed


def require_named_alike(closed: Iterable[ClosedCollection], collections: Sequence[str]) -> None:
    """Check the rules against the collections that a store has; tell rules that close none.

    Raises:
        InvalidSettings: if a rule names a collection in other letters than the store: the
            collection would stay open.
    """
    by_form = {_form(each): each for each in collections}
    for rule in closed:
        if rule.collection in collections:
            continue
        if alike := by_form.get(_form(rule.collection)):
            raise InvalidSettings(
                f"CITERA_AUTH_FILE closes the collection {rule.collection!r}, and the store has"
                f" {alike!r}: write it in the same letters"
            )
        logger.warning("no article is in the collection %r, which is closed", rule.collection)


def parse_rule(rule: str) -> ClosedCollection:
    """The closed collection that a line such as `[board] ana, @admin` describes.

    Raises:
        InvalidSettings: if the line is malformed. The error repeats nothing of it but roles: it may
            be a login that was mistyped.
    """
    found = _RULE.fullmatch(rule)
    if not found or not found["collection"].strip():
        raise InvalidSettings(f"a line that begins with [ in CITERA_AUTH_FILE must be {_FORM}")
    admitted = [each.strip() for each in found["admitted"].split(",") if each.strip()]
    return ClosedCollection(
        found["collection"].strip(),
        frozenset(each for each in admitted if not each.startswith("@")),
        frozenset(_roles(each[1:] for each in admitted if each.startswith("@"))),
    )


def closed_to(login: Login | None, closed: Sequence[ClosedCollection]) -> tuple[str, ...]:
    """The names of the collections that a login may not see; without a login, of all closed."""
    return tuple(each.collection for each in closed if not (login and each.admits(login)))


def _form(name: str) -> str:
    """A name without its case and its Unicode composition."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _roles(names: Iterable[str]) -> Iterator[Role]:
    for name in names:
        if name.upper() not in Role.__members__:
            raise InvalidSettings(f"CITERA_AUTH_FILE names the role {name!r}, which there is not")
        yield Role[name.upper()]


def _require_known(closed: Iterable[ClosedCollection], logins: Logins) -> None:
    for each in closed:
        unknown = sorted(name for name in each.names if logins.get(name) is None)
        if unknown:
            raise InvalidSettings(
                f"CITERA_AUTH_FILE opens the collection {each.collection!r} to logins that there"
                f" are not: {', '.join(unknown)}"
            )
