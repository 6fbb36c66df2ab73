"""JSON Lines files, read as pydantic models."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from vectorstore.errors import CiteraError

_Line = TypeVar("_Line", bound=BaseModel)


def read_json_lines(path: Path, line_type: type[_Line]) -> Iterator[_Line]:
    """Models of a file, one for each line. Raises `CiteraError` with the number of a bad line."""
    # Not `splitlines`: a text may hold a line separator of Unicode, which JSON need not escape.
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield line_type.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise CiteraError(f"{path}, line {number}: {where}: {first['msg']}") from error
