"""The benchmark of a store in several languages, on files of three paragraphs."""

import json
from pathlib import Path

from click.testing import CliRunner

from eval.bench.ablate import read_retrieval_dataset
from eval.bench.mixed_languages import main, mix

_TEXTS = {
    "en": ("The bridge at Zwolle opened in May.", "The harvest was poor.", "A comet was seen."),
    "de": ("Die Brücke wurde im Mai eröffnet.", "Die Ernte war schlecht.", "Man sah einen Komet."),
}
_ASKED = {
    "en": ("When did the bridge open?", "How was the harvest?", "What was seen?"),
    "de": ("Wann wurde die Brücke eröffnet?", "Wie war die Ernte?", "Was hat man gesehen?"),
}


def _write(folder: Path, language: str) -> str:
    paragraphs = [
        {"context": text, "qas": [{"id": str(number), "question": question, "answers": []}]}
        for number, (text, question) in enumerate(
            zip(_TEXTS[language], _ASKED[language], strict=True)
        )
    ]
    path = folder / f"news.{language}.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return str(path)


def test_every_paragraph_is_kept_in_one_language(tmp_path: Path) -> None:
    files = {each: read_retrieval_dataset(Path(_write(tmp_path, each))) for each in ("en", "de")}
    kept = mix(files, seed=1)
    assert set(kept) == {"0", "1", "2"}
    assert set(kept.values()) == {"en", "de"}


def test_the_shares_are_printed(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [_write(tmp_path, "en"), _write(tmp_path, "de")])
    assert done.exit_code == 0, done.output
    assert "article in other language" in done.output
