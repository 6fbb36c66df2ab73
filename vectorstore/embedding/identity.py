"""Records which model and prompts made a store's vectors, and rejects others."""

import json
from dataclasses import asdict

from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.embedding.load import PACKAGED
from vectorstore.errors import StoreMismatch
from vectorstore.tables.connection import Connection
from vectorstore.tables.properties import read_property, write_property

_PROPERTY = "embedder"


def as_text(identity: EmbedderIdentity) -> str:
    """An identity as the JSON text in which it is recorded and compared."""
    return json.dumps(asdict(identity), sort_keys=True)


def record(db: Connection, identity: EmbedderIdentity) -> None:
    """Record the model and prompts of the store's vectors."""
    write_property(db, _PROPERTY, as_text(identity))


def recorded(db: Connection) -> EmbedderIdentity | None:
    """The model and prompts of the store's vectors; None if it has never held any."""
    text = read_property(db, _PROPERTY)
    return EmbedderIdentity(**json.loads(text)) if text else None


def require(db: Connection, identity: EmbedderIdentity) -> None:
    """Raise `StoreMismatch` if the store has vectors of another model or other prompts."""
    made_by = recorded(db)
    if made_by not in (None, identity):
        raise StoreMismatch(
            f"The store's vectors were made by {made_by}, and the model in use is {identity}."
            " Run `citera reindex` to make them anew, or set CITERA_EMBEDDINGS,"
            " CITERA_QUERY_PROMPT and CITERA_PASSAGE_PROMPT to what made them."
        )


def coding_of(identity: EmbedderIdentity) -> int:
    """The coding in which the vectors of a model are written."""
    return E5_COMPACT if identity.model == PACKAGED else ANY_MODEL


def coding(db: Connection) -> int:
    """The coding in which the store's vectors are written; rows may still have a former one."""
    made_by = recorded(db)
    return ANY_MODEL if made_by is None else coding_of(made_by)
