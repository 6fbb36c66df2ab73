"""Finds models that were downloaded from a hub before."""

import re
from pathlib import Path

_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*")


def downloaded(model_id: str) -> Path | None:
    """The folder of a model that was downloaded, by its id on the hub; None if it was not.

    Asks nobody. The hub's own client may go online for what it has on disk, to say who asks.
    """
    from huggingface_hub import try_to_load_from_cache

    if not _ID.fullmatch(model_id):
        return None
    for name in ("modules.json", "config.json"):
        found = try_to_load_from_cache(model_id, name)
        if isinstance(found, str):
            return Path(found).parent
    return None
