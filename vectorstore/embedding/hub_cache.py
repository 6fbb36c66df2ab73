"""Finds models in the local cache of the Hugging Face hub."""

import re
from pathlib import Path

_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*")


def downloaded(model_id: str) -> Path | None:
    """The folder of a downloaded model, by its id on the hub; None if it was not downloaded.

    Sends no request. The hub's own client may go online even for a model that is on disk.
    """
    from huggingface_hub import try_to_load_from_cache

    if not _ID.fullmatch(model_id):
        return None
    for name in ("modules.json", "config.json"):
        found = try_to_load_from_cache(model_id, name)
        if isinstance(found, str):
            return Path(found).parent
    return None
