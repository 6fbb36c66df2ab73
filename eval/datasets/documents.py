"""Documents with the text that a reading of them should give."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from eval.datasets.json_lines import read_json_lines
from eval.datasets.sets import DATA

DOCUMENTS = DATA / "reading.jsonl"


class ExpectedDocument(BaseModel):
    """The expected text of a document, which is a file of its name in some folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str = Field(min_length=1)
    """Name of the file, without folders."""
    expected: tuple[str, ...] = Field(min_length=1)
    """Each sentence, heading or row of a table; a row as `Town: Varlet | 2023: 321`."""
    whole: bool = True
    """Whether this is all the text of the document, and not a sample of it."""


def load_documents(path: Path = DOCUMENTS) -> tuple[ExpectedDocument, ...]:
    """The expected documents in a JSON Lines file.

    Raises:
        CiteraError: if a line of the file is no `ExpectedDocument`.
    """
    return tuple(read_json_lines(path, ExpectedDocument))
