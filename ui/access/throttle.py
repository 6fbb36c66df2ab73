"""Throttle of failed logins: a wait that doubles with each failure."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

_NAME_LIMIT = (5, 900.0)
"""Failures for one name from one address before the first wait, and the longest wait (seconds)."""
_ADDRESS_LIMIT = (20, 60.0)
"""The same for any names from one address, which many people may share behind a proxy."""
_FORGOTTEN_AFTER = 3600.0
_MOST_KEYS = 10_000
_LONGEST_NAME = 64

_Key = tuple[str | None, str]


class LoginThrottle:
    """Failed logins by name and address, and the wait that follows from them.

    Counts are kept for each pair of name and address, and for each address with any names. They are
    not kept for a name alone: whoever knows the name could then lock its owner out. Of more than
    10,000 counts, the one that grew longest ago is dropped. Not thread-safe.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[_Key, tuple[int, float]] = OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Seconds until the next attempt is allowed; 0 if it is allowed now."""
        now = self._clock()
        return max(0, *(ceil(self._free_at(key, now) - now) for key in _keys(name, address)))

    def count_failure(self, name: str, address: str) -> None:
        """Count a failed login."""
        now = self._clock()
        for key in _keys(name, address):
            count, last = self._failures.pop(key, (0, now))
            self._failures[key] = (1 if now - last > _FORGOTTEN_AFTER else count + 1, now)
        while len(self._failures) > _MOST_KEYS:
            self._failures.popitem(last=False)

    def forget(self, name: str, address: str) -> None:
        """Forget the failures for this name from this address, after a login that succeeded.

        Those of the address stay, or an attacker's own login would reset them.
        """
        self._failures.pop(_keys(name, address)[0], None)

    def _free_at(self, key: _Key, now: float) -> float:
        count, last = self._failures.get(key, (0, now))
        free, longest = _ADDRESS_LIMIT if key[0] is None else _NAME_LIMIT
        if count < free or now - last > _FORGOTTEN_AFTER:
            return now
        return last + min(2.0 ** min(count - free, 20), longest)


def _keys(name: str, address: str) -> tuple[_Key, _Key]:
    network = _network(address)
    return (name[:_LONGEST_NAME], network), (None, network)


def _network(address: str) -> str:
    """The address; of an IPv6 address its /64 network, all of which one machine can use."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network((int(known), 64), strict=False))
    return str(known)
