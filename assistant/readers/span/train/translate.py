"""Translates questions and passages: `python -m assistant.readers.span.train.translate --data DIR`.

By rules, with Apertium (Debian: apertium, apertium-eng-spa, apertium-fr-es, apertium-es-pt,
apertium-spa-ita): the text is clumsy, but the answer is marked up in its passage, and where the
markup comes out again the answer of the translation is known.
"""

import argparse
import html
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.readers.span.train.mix import Row, is_held_out, read_source, write_source

_CHUNK = 400
"""Passages that one run of Apertium translates."""
_HELD_OUT = 0.1
"""Share of the passages that stay out, as they are validated on in their own language."""
_LEAST = 0.6
"""Least length of a translated answer, as a share of the answer's."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A source that is made from another one."""

    name: str
    of: tuple[str, ...]
    mode: str
    """Apertium's name for the pair of languages."""
    lang: str
    passages: int
    """Number of passages, at most."""
    questions: float
    """Share of the questions that are translated as their passage is; the others stay."""


TRANSLATIONS = (
    Translation("squad-en-es", ("squad2bt-linked", "squad2bt-aligned"), "eng-spa", "es", 4000, 0.4),
    Translation("piaf-es", ("piaf",), "fr-es", "es", 9000, 0.75),
    Translation("piaf-es-pt", ("piaf-es",), "es-pt", "pt", 1200, 0.75),
    Translation("piaf-es-it", ("piaf-es",), "spa-ita", "it", 1200, 0.75),
)
"""In the order in which they are made."""


def main() -> None:
    """Write each translation into the folder of the data, as `NAME.jsonl.gz`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of .jsonl.gz files")
    folder = parser.parse_args().data
    for translation in TRANSLATIONS:
        rows = [row for name in translation.of for row in read_source(folder, name)]
        made = list(_translated(rows, translation))
        write_source(folder, translation.name, made)
        print(f"{translation.name}: {len(made)} of {len(rows)} questions", flush=True)


def _translated(rows: Sequence[Row], translation: Translation) -> Iterator[Row]:
    by_context: dict[str, list[Row]] = {}
    for row in rows:
        if row["answers"] and not is_held_out(row["context"], _HELD_OUT):
            by_context.setdefault(row["context"], []).append(row)
    random = Random(translation.name)
    chosen = random.sample(sorted(by_context), min(translation.passages, len(by_context)))
    for at in range(0, len(chosen), _CHUNK):
        asked = [_apart(by_context[context]) for context in chosen[at : at + _CHUNK]]
        contexts = apertium([marked(group) for group in asked], translation.mode)
        flat = [html.escape(row["question"], quote=False) for group in asked for row in group]
        questions = iter(apertium(flat, translation.mode))
        for group, context in zip(asked, contexts, strict=True):
            for number, row in enumerate(group):
                question = html.unescape(next(questions))
                answer = answer_of(context, number)
                if answer and len(answer["text"]) >= _LEAST * len(row["answers"][0]["text"]):
                    yield _row(row, question, unmarked(context), answer, translation, random)


def _row(
    row: Row,
    question: str,
    context: str,
    answer: dict[str, Any],
    translation: Translation,
    random: Random,
) -> Row:
    too = random.random() < translation.questions
    return {
        "id": f"{translation.name}-{row['id']}",
        "lang": translation.lang if too else row["lang"],
        "context": context,
        "question": question if too else row["question"],
        "answers": [answer],
    }


def _apart(rows: Sequence[Row]) -> list[Row]:
    """The questions of a passage whose first answers do not overlap, in the answers' order."""
    kept: list[Row] = []
    end = -1
    for row in sorted(rows, key=lambda each: int(each["answers"][0]["start"])):
        if row["answers"][0]["start"] > end:
            kept.append(row)
            end = row["answers"][0]["start"] + len(row["answers"][0]["text"])
    return kept


def marked(rows: Sequence[Row]) -> str:
    """The passage of some questions as HTML, the answer of the nth in an element of that number."""
    context, parts, at = rows[0]["context"], [], 0
    for number, row in enumerate(rows):
        start = row["answers"][0]["start"]
        end = start + len(row["answers"][0]["text"])
        inner = html.escape(context[start:end], quote=False)
        parts += [html.escape(context[at:start], quote=False), f'<b id="{number}">{inner}</b>']
        at = end
    return "".join([*parts, html.escape(context[at:], quote=False)]).replace("\n", " ")


def unmarked(text: str) -> str:
    """The text of a passage of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def answer_of(text: str, number: int) -> dict[str, Any] | None:
    """The answer that a number marks; None where its element is lost, torn or empty."""
    found = re.findall(rf'<b id="{number}">([^<]*)</b>', text)
    if len(found) != 1 or not found[0].strip():
        return None
    before = unmarked(text[: text.index(f'<b id="{number}">')])
    inner = html.unescape(found[0])
    start = len(before) + len(inner) - len(inner.lstrip())
    return {"text": inner.strip(), "start": start}


def apertium(texts: Sequence[str], mode: str) -> list[str]:
    """Pieces of HTML in another language, in their order.

    Raises `subprocess.CalledProcessError`, or `ValueError` where a piece is lost.
    """
    page = "\n".join(f"<p>{text}</p>" for text in texts)
    run = subprocess.run(
        ["apertium", "-u", "-f", "html", mode],
        input=page,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = re.findall(r"<p>(.*?)</p>", run.stdout, re.DOTALL)
    if len(found) != len(texts):
        raise ValueError(f"{len(texts)} texts went in, {len(found)} came out")
    return [re.sub(r"\s+", " ", text).strip() for text in found]


if __name__ == "__main__":
    main()
