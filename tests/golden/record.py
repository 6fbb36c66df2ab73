"""Records tapes with the real store and models: `python -m tests.golden.record OUT --mode local`.

Asks the dev questions of the packaged sets, or those named by `--ids`, and writes OUT/MODE.jsonl
and OUT/corpus.json anew, or replaces the lines of the questions named. `--mode hosted` needs no
model: a stand-in server replies.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from langchain_core.runnables.base import RunnableBinding

from assistant import Assistant, Settings, Turn
from assistant.llm.load import LOCAL_ROLES, load_local
from assistant.readers.span.scorer import SentenceSpan, SpanScorer
from eval.datasets.questions import TestQuestion
from eval.datasets.sets import NAMES, load_set
from ingest import ingest_paths
from tests.assistant.provider import KEY, stand_in
from tests.golden import hosted
from tests.golden.replay import MODES, tapes_of
from tests.golden.tape import Tape, digest, shown
from vectorstore import Article, Passage, ScoredPassage, Store

TIMEOUT = 600.0


class RecordedRole(RunnableBinding[Any, Any]):
    """A role of the local model, whose calls are noted."""

    role: str
    recorder: Any

    def invoke(self, prompt: Any, *rest: Any, **options: Any) -> Any:
        reply = super().invoke(prompt, *rest, **options)
        self.recorder.call(self.role, prompt)["chunks"].append(_packed(reply, first=True))
        return reply

    def stream(self, prompt: Any, *rest: Any, **options: Any) -> Iterator[Any]:
        chunks: list[dict[str, Any]] = self.recorder.call(self.role, prompt)["chunks"]
        pieces: Any = super().stream(prompt, *rest, **options)
        try:
            for piece in pieces:
                chunks.append(_packed(piece, first=not any("f" in chunk for chunk in chunks)))
                yield piece
        finally:
            pieces.close()


def _recorded(model: Any, role: str, recorder: Any) -> Any:
    """A role of the local model, recorded beneath what guards it."""
    return model.model_copy(
        update={"bound": RecordedRole(bound=model.bound, role=role, recorder=recorder)}
    )


def _packed(message: Any, first: bool) -> dict[str, Any]:
    """A piece of a reply: its text, its tokens with their log-probabilities, its end, its usage."""
    logs = (message.response_metadata.get("logprobs") or {}).get("content") or []
    ending = {
        key: Path(value).name  # of a model on this machine, its file alone
        for key, value in message.response_metadata.items()
        if key in ("finish_reason", "model_name")
    }
    usage = message.usage_metadata
    packed = {
        "t": message.content,
        "l": [[token["token"], token["logprob"]] for token in logs],
        "f": [[top["token"], top["logprob"]] for token in logs[:1] for top in token["top_logprobs"]]
        if first
        else [],
        "m": ending,
        "u": [usage["input_tokens"], usage["output_tokens"]] if usage else [],
    }
    return {key: value for key, value in packed.items() if value}


class Recorder:
    """The tape of the question that is asked, and all articles and passages found so far."""

    def __init__(self, corpus: dict[str, Any]) -> None:
        self.corpus = corpus
        self.tape: Tape | None = None

    def call(self, role: str, prompt: Any) -> dict[str, Any]:
        call: dict[str, Any] = {"role": role, "prompt": digest(prompt), "chunks": []}
        if self.tape:
            self.tape.calls.append(call)
        return call

    def keep(self, article: Article, passage: Passage | None = None) -> None:
        self.corpus["articles"][article.id] = asdict(article)
        if passage:
            told = asdict(passage)
            told["sentences"] = [[span.start, span.end] for span in passage.sentences]
            self.corpus["passages"][passage.id] = told

    def found(self, query: str, k: int, language: str | None, hits: list[ScoredPassage]) -> None:
        for hit in hits:
            self.keep(hit.article, hit.passage)
            for article in hit.also_in:
                self.keep(article)
        rows = [
            {
                "passage": hit.passage.id,
                "score": hit.score,
                "sentence_scores": list(hit.sentence_scores),
                "probability": hit.probability,
                "language_bonus": hit.language_bonus,
                "also_in": [article.id for article in hit.also_in],
            }
            for hit in hits
        ]
        if self.tape:
            self.tape.searches.append({"query": query, "k": k, "language": language, "hits": rows})


class RecordedStore:
    """A store whose finds are noted, its articles named by their file alone."""

    def __init__(self, store: Store, recorder: Recorder) -> None:
        self._store, self._recorder = store, recorder
        self.embedder = store.embedder

    def search(
        self, query: str, k: int, filters: Any = None, language: str | None = None
    ) -> list[ScoredPassage]:
        found = self._store.search(query, k, filters, language=language)
        hits = [_by_file_name(hit) for hit in found]
        self._recorder.found(query, k, language, hits)
        return hits

    def newest(self, count: int, filters: Any = None) -> list[tuple[Article, Passage]]:
        found = [_named(*each) for each in self._store.newest(count, filters)]
        for article, passage in found:
            self._recorder.keep(article, passage)
        if self._recorder.tape:
            self._recorder.tape.newest.append([passage.id for _, passage in found])
        return found


class RecordedSpanModel:
    """The trained reader, whose readings are noted."""

    def __init__(self, scorer: SpanScorer, recorder: Recorder) -> None:
        self._scorer, self._recorder = scorer, recorder

    def __call__(self) -> "RecordedSpanModel":
        return self

    def score(self, question: str, passages: Sequence[Passage]) -> list[list[SentenceSpan]]:
        found = [
            [replace(each, margin=round(each.margin, 4)) for each in spans]
            for spans in self._scorer.score(question, passages)
        ]
        rows = [
            [[each.span.start, each.span.end, each.margin] for each in spans] for spans in found
        ]
        if self._recorder.tape:
            self._recorder.tape.spans.append({"query": question, "found": rows})
        return found

    def entailment(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        found = [round(chance, 4) for chance in self._scorer.entailment(claims)]
        if self._recorder.tape:
            asked = [list(each) for each in claims]
            self._recorder.tape.entailed.append({"claims": asked, "found": found})
        return found


def _by_file_name(hit: ScoredPassage) -> ScoredPassage:
    article, passage = _named(hit.article, hit.passage)
    also_in = tuple(_named(each, hit.passage)[0] for each in hit.also_in)
    return replace(hit, article=article, passage=passage, also_in=also_in)


def _named(article: Article, passage: Passage) -> tuple[Article, Passage]:
    named = replace(article, source=Path(article.source).name)
    return named, replace(passage, article_id=named.id)


def record(
    set_name: str, questions: list[TestQuestion], mode: str, recorder: Recorder
) -> list[Tape]:
    """The tapes of some questions of a set."""
    tapes = []
    with TemporaryDirectory() as folder, _settings(mode, recorder) as settings:
        given = settings.model_copy(update={"store": Path(folder)})
        with Assistant(given) as inner:
            ingest_paths(inner.store, load_set(set_name).articles)
            store: Any = RecordedStore(inner.store, recorder)
            assistant = Assistant(given, store)
            span_model: Any = RecordedSpanModel(assistant._assembly.span_model(), recorder)
            assistant._assembly.span_model = span_model
            if mode == "local":
                model = load_local(given)
                roles = {
                    role: _recorded(getattr(model, role), role, recorder) for role in LOCAL_ROLES
                }
                assistant._assembly.__dict__["_loaded_local"] = replace(model, **roles)
            assistant.warm_up()
            for question in questions:
                turns = [Turn(turn.question, turn.answer) for turn in question.history]
                tape = recorder.tape = Tape(
                    question.id, set_name, question.question,
                    [[turn.question, turn.answer] for turn in turns],
                )  # fmt: skip
                tape.events = [shown(e) for e in assistant.stream(question.question, turns)]
                recorder.tape = None
                tapes.append(tape)
    return tapes


@contextmanager
def _settings(mode: str, recorder: Recorder) -> Iterator[Settings]:
    if mode != "hosted":
        yield Settings(model=mode, timeout=TIMEOUT)
        return
    with stand_in(
        lambda exchange: hosted.behave(exchange, recorder.tape.calls if recorder.tape else [])
    ) as provider:
        yield Settings(
            model="openai:stand-in", base_url=provider.url, api_key=KEY, retries=0, timeout=30
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mode", choices=MODES, required=True)
    parser.add_argument("--ids", nargs="*", help="Only these questions; the others stay.")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    corpus_path, path = options.out / "corpus.json", tapes_of(options.out, options.mode)
    corpus = {"articles": {}, "passages": {}}
    if corpus_path.exists():
        corpus = json.loads(corpus_path.read_text(encoding="utf-8"))
    recorder = Recorder(corpus)
    lines: dict[str, str] = {}
    if options.ids and path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            lines[json.loads(line)["id"]] = line
    for name in NAMES:
        chosen = [
            question
            for question in load_set(name).of_split("dev").questions
            if not options.ids or question.id in options.ids
        ]
        for tape in record(name, chosen, options.mode, recorder) if chosen else ():
            lines[tape.id] = json.dumps(asdict(tape), ensure_ascii=False)
    path.write_text("\n".join(lines.values()) + "\n", encoding="utf-8")
    corpus_path.write_text(json.dumps(corpus, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
