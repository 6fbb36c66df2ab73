"""Logins of the web chat: names, roles and password hashes, and the check of a password."""

import hashlib
import hmac
import logging
import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from ui.access.throttle import LoginThrottle
from ui.session import InvalidSettings
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Settings

logger = logging.getLogger(__name__)

_HASHER = PasswordHasher()
_COMMA_BETWEEN_ENTRIES = re.compile(r",(?!(?:t=\d+,)?p=\d+\$)")
"""A comma that is none of those between the parameters of an Argon2 hash."""
_FORM = "name:password or name:role:password, with the role reader, editor or admin"


class Role(IntEnum):
    """What a login may do; a greater role may do all that a smaller one may."""

    READER = 1
    """May ask and read."""
    EDITOR = 2
    """May also add, replace and remove articles."""
    ADMIN = 3
    """May also see the logins, and end their sessions."""


class WrongLogin(CiteraError):
    """No login has this name and this password."""


class TooManyFailures(CiteraError):
    """Logins failed too often; the next attempt is allowed in `seconds` (an integer)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many failed logins: try again in {seconds} s.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Login:
    """A name with its role and the Argon2 hash of its password."""

    name: str
    role: Role
    hash: str


class Logins:
    """The logins by name, and the check of their passwords; thread-safe."""

    def __init__(self, logins: Iterable[Login], throttle: LoginThrottle | None = None) -> None:
        self._by_name = {login.name: login for login in logins}
        self._throttle = throttle or LoginThrottle()
        # Passwords are checked one at a time: each check takes 64 MiB, and attempts made
        # at the same moment could otherwise pass the throttle together.
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._verified: dict[str, bytes] = {}

    def __iter__(self) -> Iterator[Login]:
        """The logins, ordered by name."""
        return iter(sorted(self._by_name.values(), key=lambda login: login.name))

    def get(self, name: str | None) -> Login | None:
        """The login of that name; None if there is none."""
        return self._by_name.get(name) if name else None

    def check(self, name: str, password: str, address: str) -> Login:
        """The login that a name and a password given from a network address belong to.

        Raises:
            WrongLogin: if there is none. It takes as long for names that do not exist.
            TooManyFailures: if logins failed too often; the password is then not looked at.
        """
        with self._lock:
            if seconds := self._throttle.wait(name, address):
                raise TooManyFailures(seconds)
            login = self._by_name.get(name)
            if self._matches(login or _decoy(), password) and login:
                self._throttle.forget(name, address)
                return login
            self._throttle.count_failure(name, address)
        logger.warning("a login from %s failed", address)
        raise WrongLogin("Incorrect username or password.")

    def _matches(self, login: Login, password: str) -> bool:
        # Programs send their password with each request: one that was verified is remembered, as
        # a MAC under a key of this process, so that not each request takes an Argon2 hash.
        mac = hmac.digest(self._key, password.encode(errors="replace"), "sha256")
        if hmac.compare_digest(self._verified.get(login.name, b""), mac):
            return True
        try:
            _HASHER.verify(login.hash, password.encode(errors="replace"))
        except VerificationError:
            return False
        self._verified[login.name] = mac
        return True


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, in the PHC string format (`$argon2id$v=19$…`)."""
    return _HASHER.hash(password)


@cache
def _decoy() -> Login:
    """What the password for a name that does not exist is checked against."""
    return Login("", Role.READER, hash_password(secrets.token_urlsafe()))


def parse_login(entry: str) -> Login:
    """The login that an entry of `CITERA_AUTH` or `CITERA_AUTH_FILE` describes.

    Raises:
        InvalidSettings: if the entry is malformed. The error names no part of a password.
    """
    name, _, rest = entry.partition(":")
    role, secret = _role_and_secret(rest)
    if not name or not secret:
        raise InvalidSettings(f"a login must be {_FORM}; that of {name!r} is not")
    if not secret.startswith("$argon2"):
        return Login(name, role, hash_password(secret))
    try:
        extract_parameters(secret)
    except InvalidHashError:
        raise InvalidSettings(f"the hash of the login {name!r} is no Argon2 hash") from None
    return Login(name, role, secret)


def _role_and_secret(rest: str) -> tuple[Role, str]:
    """A role and a password; a login without a role may edit, as before there were roles."""
    first, _, secret = rest.partition(":")
    if first.upper() in Role.__members__:
        return Role[first.upper()], secret
    return Role.EDITOR, rest


def read_logins(settings: "Settings") -> Logins | None:
    """The logins of the settings; None if the chat needs no login.

    Raises:
        InvalidSettings: if an entry is malformed, a name stands twice, or the file has no entry or
            cannot be read.
    """
    if settings.auth is None and settings.auth_file is None:
        return None
    logins = [parse_login(entry) for entry in _entries(settings)]
    names = [login.name for login in logins]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidSettings(f"logins must differ in their names: {', '.join(twice)}")
    if not logins:
        raise InvalidSettings(f"CITERA_AUTH_FILE holds no login: {settings.auth_file}")
    return Logins(logins)


def signing_key(settings: "Settings", salt: bytes) -> bytes:
    """The key, 32 bytes, that signs the cookies of sessions.

    It takes the salt, the same logins and their passwords or hashes to derive it: a change of any
    of them ends all sessions, and a copy of the database alone is not enough to forge one.
    """
    entries = "\n".join(sorted(_entries(settings))).encode(errors="surrogatepass")
    return hashlib.scrypt(entries, salt=salt, n=2**14, r=8, p=1, dklen=32)


def _entries(settings: "Settings") -> Iterator[str]:
    if settings.auth is not None:
        for entry in _COMMA_BETWEEN_ENTRIES.split(settings.auth.get_secret_value()):
            yield entry.strip()
    if settings.auth_file is not None:
        yield from (line for line in lines_of(settings.auth_file) if not is_rule(line))


def is_rule(line: str) -> bool:
    """Whether a line of `CITERA_AUTH_FILE` closes a collection, and is no login."""
    return line.startswith("[")


def lines_of(file: "Path") -> Iterator[str]:
    """The lines of `CITERA_AUTH_FILE` but those that are empty or begin with `#`.

    Raises:
        InvalidSettings: if the file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"CITERA_AUTH_FILE cannot be read: {error}") from None
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()
