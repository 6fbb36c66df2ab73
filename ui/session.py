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


def parse_limits(settings: "Settings") -> "ParseLimits":
    """What reading a file may cost, by the settings."""
    from ingest.isolation.limits import ParseLimits

    return ParseLimits(settings.parse_seconds, settings.parse_megabytes)
