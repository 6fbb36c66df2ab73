"""What ingest makes of the sample documents, and the file that keeps it: the golden file.

`python -m tests.ingest.bless` writes the golden file anew. It refuses where the same document gives
something else than before and `PARSER_VERSION` was not raised, as stores would keep the old text.
"""

import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest import SourceFailure, sample_article_path, split_passages
from ingest.articles import read_stream
from ingest.state.ledger import PARSER_VERSION
from tests.ingest.documents import FIRST, SECOND, WRITERS
from vectorstore import Article, Passage, Span

GOLDEN = Path(__file__).parent / "golden" / "parsed.json"
ADVICE = "raise PARSER_VERSION and re-bless with `python -m tests.ingest.bless`"

_LONG = "\n\n".join(
    f"# Chapitre {number}\n\n{FIRST} {SECOND}\n\n- 将军周四表示，他将继续在首都周围的军事行动。\n"
    f"- Dr. Smith met Gen. Haftar at 3 p.m. They “spoke. Briefly.”"
    for number in range(1, 5)
)


def parsed_documents() -> dict[str, Any]:
    """Every sample document's articles with their passages, by the document's name."""
    with tempfile.TemporaryDirectory() as folder:
        documents = {"sample.txt": sample_article_path().read_bytes(), "long.md": _LONG.encode()}
        for ending, write in WRITERS.items():
            path = Path(folder) / f"haftar-rejects-2020-01{ending}"
            write(path)
            documents[path.name] = path.read_bytes()
    return {name: _parsed(name, content) for name, content in documents.items()}


def differing(golden: dict[str, Any], parsed: dict[str, Any]) -> list[str]:
    """Names of the documents that are in both and give something else now."""
    before = golden["documents"]
    return [name for name in before.keys() & parsed.keys() if before[name] != parsed[name]]


def bless(golden: Path, parsed: dict[str, Any], version: str) -> str | None:
    """Write the golden file; why it was not written, or None.

    Documents that are new or gone need no other version: what a store holds is not concerned.
    """
    if golden.exists():
        before = json.loads(golden.read_text("utf-8"))
        changed = differing(before, parsed)
        if changed and before["parser_version"] == version:
            return f"{', '.join(sorted(changed))} changed, PARSER_VERSION did not: {ADVICE}"
    content = {"parser_version": version, "documents": parsed}
    golden.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return None


def _parsed(name: str, content: bytes) -> list[dict[str, Any]]:
    # The path is made up, as ids are made from it and folders of tests have other names each time.
    found = read_stream(BytesIO(content), f"/documents/{name}", name, "golden")
    return [_as_json(item) for item in found]


def _as_json(item: Article | SourceFailure) -> dict[str, Any]:
    if isinstance(item, SourceFailure):
        return {"source": item.source, "failure": item.reason}
    return {
        "source": item.source,
        "title": item.title,
        "date": item.date,
        "language": item.language,
        "author": item.author,
        "url": item.url,
        "page_starts": ", ".join(map(str, item.page_starts)),
        "text": item.text.split("\n"),
        "passages": [_offsets(passage) for passage in split_passages(item)],
    }


def _offsets(passage: Passage) -> str:
    """Such as `0-240 on page 1: 0-152, 154-240`: a passage and its sentences."""
    page = "" if passage.page is None else f" on page {passage.page}"
    sentences = ", ".join(map(_range, passage.sentences))
    return f"{_range(passage)}{page}: {sentences}"


def _range(stretch: Passage | Span) -> str:
    return f"{stretch.start}-{stretch.end}"


if __name__ == "__main__":
    sys.exit(bless(GOLDEN, parsed_documents(), PARSER_VERSION))
