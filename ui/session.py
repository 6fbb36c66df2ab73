"""Start-up of every interface: the settings, and an `Assistant` made from them."""

from typing import TYPE_CHECKING

from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Assistant, Settings
    from ingest.isolation.limits import ParseLimits


class InvalidSettings(CiteraError):
    """A `CITERA_…` variable holds a value that cannot be used."""


def load_settings(**given: object) -> "Settings":
    """Read the settings from the environment, those `given` excepted.

    Raises:
        InvalidSettings: naming each variable at fault, its value and what would be right.
    """
    from pydantic import ValidationError

    from assistant import Settings

    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [
            f"CITERA_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            f" (it is {fault['input']!r})"
            for fault in error.errors()
        ]
        raise InvalidSettings("; ".join(faults)) from None


def open_assistant(settings: "Settings | None" = None) -> "Assistant":
    """An assistant on the store that the settings name; models load on first use."""
    from assistant import Assistant

    return Assistant(settings or load_settings())


def notice_of(settings: "Settings") -> str | None:
    """What the operator may not expect of the settings; None if there is nothing."""
    from vectorstore.address import ServerAddress

    place = settings.place
    if not isinstance(place, ServerAddress) or place.database is not None:
        return None
    return (
        f"CITERA_DATABASE is not set: the articles are in a file in {place.folder}, for this"
        f" machine alone; only their index is at {place.chroma}. Set it to"
        " postgresql://user:password@host:port/database to share the articles."
    )


def parse_limits(settings: "Settings") -> "ParseLimits":
    """What reading a file may cost, by the settings."""
    from ingest.isolation.limits import ParseLimits

    return ParseLimits(settings.parse_seconds, settings.parse_megabytes)
