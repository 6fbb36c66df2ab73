"""SQuAD files, versions 1.1 and 2.0 (Rajpurkar et al. 2016, 2018), as they are read from disk.

A question without an id gets one by its position, so that files that are translations of one
another can be combined if they have the same questions in the same order.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from ingest.metadata.language import detect_language
from vectorstore.errors import CiteraError

_SAMPLE = 20_000
"""Number of characters from which the language of a file is detected."""


class SquadAnswer(BaseModel):
    """Gold answer; `answer_start` counts code points in the paragraph."""

    text: str
    answer_start: int


def _as_id(given: object) -> str:
    return "" if given is None else str(given)


class SquadQuestion(BaseModel):
    """Question with its gold answers. `id` is empty only until its `SquadFile` is made."""

    id: Annotated[str, BeforeValidator(_as_id)] = ""
    question: str
    answers: tuple[SquadAnswer, ...] = ()
    is_impossible: bool = False

    def gold_texts(self) -> list[str]:
        """Distinct gold answers; none if the paragraph does not answer."""
        return [] if self.is_impossible else list(dict.fromkeys(one.text for one in self.answers))


class SquadParagraph(BaseModel):
    """Paragraph, and the questions asked about it."""

    context: str
    asked: tuple[SquadQuestion, ...] = Field(alias="qas")


class SquadDocument(BaseModel):
    """Article of Wikipedia, as a list of paragraphs."""

    paragraphs: tuple[SquadParagraph, ...]


class SquadFile(BaseModel):
    """A whole file. Its questions have distinct ids, given or made."""

    data: tuple[SquadDocument, ...]
    _has_all_ids: bool = PrivateAttr(default=True)

    @model_validator(mode="after")
    def _identify(self) -> Self:
        """Identify questions without an id, or with that of another, by their position."""
        seen = {""}
        for number, paragraph in enumerate(self.paragraphs(), start=1):
            for place, asked in enumerate(paragraph.asked, start=1):
                if asked.id in seen:
                    asked.id = f"paragraph-{number}.{place}"
                    self._has_all_ids = False
                seen.add(asked.id)
        return self

    @property
    def shape(self) -> list[int] | None:
        """Number of questions of each paragraph; None if all questions have ids of their own."""
        if self._has_all_ids:
            return None
        return [len(paragraph.asked) for paragraph in self.paragraphs()]

    def paragraphs(self) -> list[SquadParagraph]:
        """Paragraphs of all documents, in order."""
        return [paragraph for document in self.data for paragraph in document.paragraphs]

    def by_id(self) -> dict[str, SquadQuestion]:
        """Questions by their ids."""
        return {asked.id: asked for each in self.paragraphs() for asked in each.asked}

    def asked_in(self) -> str:
        """ISO 639-1 code of the language of the questions."""
        return _language(asked.question for each in self.paragraphs() for asked in each.asked)

    def written_in(self) -> str:
        """ISO 639-1 code of the language of the paragraphs."""
        return _language(each.context for each in self.paragraphs())


def read_parallel_squad(path: Path, own: SquadFile, own_path: Path) -> SquadFile:
    """Read a file whose questions are to be matched with those of `own`, read from `own_path`.

    Raises `CiteraError` as `read_squad` does, and if the questions cannot be matched.
    """
    other = read_squad(path)
    # Without ids, questions are matched by position, which another shape would pair wrongly.
    if own.shape != other.shape:
        raise CiteraError(
            f"The questions of {path} and {own_path} cannot be matched: some have no ids of their"
            " own, and the files differ in their numbers of questions."
        )
    return other


def read_squad(path: Path) -> SquadFile:
    """Read a SQuAD file. Raises `CiteraError` if it cannot be read or has another format."""
    try:
        return SquadFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CiteraError(f"The file {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CiteraError(f"{path} is not in SQuAD's format: {where}: {first['msg']}.") from error


def _language(texts: Iterator[str]) -> str:
    return detect_language(" ".join(texts)[:_SAMPLE]) or "en"
