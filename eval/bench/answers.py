"""Answer latency and correctness, against the chain of LangChain's tutorials.

    python -m eval.bench.answers [--questions 20] [--set article]

The chain has a `RecursiveCharacterTextSplitter`, Chroma, and four chunks in one prompt. Both use
the same embedding model and the same local chat model, and take turns question by question in one
process; the result is a ratio, as times drift on a shared machine. The chain has its own slot of
the engine, so that neither evicts the prompt of the other from the cache.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant import Assistant, Settings
from assistant.llm.llama_server import Slot
from assistant.llm.load import load_local
from eval.datasets.questions import TestQuestion
from eval.datasets.sets import load_set
from eval.metrics.answers import all_words, is_correct, own_words
from ingest import ingest_paths, read_articles

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStoreRetriever

_STAGES = ("passages", "quoted", "first_token", "answer")
"""Stages of an answer; the chain quotes nothing, so that its answer stands for it."""
_CHUNKS = 4
_UNKNOWN = "I don't know"
_PROMPT = f"""\
You are an assistant for question-answering tasks. Use the following pieces of retrieved context \
to answer the question. If you don't know the answer, say "{_UNKNOWN}". Use three sentences \
maximum and keep the answer concise. Answer in the language of the question.

Question: {{question}}

Context: {{context}}

Answer:"""


@dataclass
class Tally:
    """Latencies in seconds by stage, and the number of correct answers."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    right: int = 0

    def add(self, seconds: dict[str, float], right: bool) -> None:
        """Add an answer."""
        for stage, value in seconds.items():
            self.seconds.setdefault(stage, []).append(value)
        self.right += right

    def median(self, stage: str) -> float:
        """Median latency of a stage; NaN if there is none, as without a first token."""
        return statistics.median(self.seconds.get(stage, [float("nan")]))


Ask = Callable[[TestQuestion], tuple[bool, dict[str, float]]]
"""Answers a question: whether the answer is correct, and the seconds to each stage."""


def asking_citera(assistant: Assistant) -> Ask:
    """Answers by Citera with its default pipeline."""

    def ask(question: TestQuestion) -> tuple[bool, dict[str, float]]:
        answer = assistant.ask(question.question)
        answered = answer.status == "answered"
        right = is_correct(question, all_words(answer), answered, own_words(answer))
        times = answer.timings
        return right, {**times, "quoted": times["answer"], "answer": times["total"]}

    return ask


def asking_chain(assistant: Assistant, articles: Sequence[Path], folder: Path) -> Ask:
    """Answers by the chain of the tutorials, with the assistant's models."""
    from langchain_core.prompts import ChatPromptTemplate

    retriever = _retriever(assistant, articles, folder)
    # The slot of the engine that is free unless something is translated.
    slot = {"id_slot": Slot.TRANSLATE.value}
    model = load_local(assistant.settings).phrase.bind(extra_body=slot)
    chain = ChatPromptTemplate.from_template(_PROMPT) | model

    def ask(question: TestQuestion) -> tuple[bool, dict[str, float]]:
        started = time.monotonic()
        found = retriever.invoke(question.question)
        seconds = {"passages": time.monotonic() - started}
        context = "\n\n".join(document.page_content for document in found)
        text = ""
        for chunk in chain.stream({"question": question.question, "context": context}):
            if chunk.text:
                seconds.setdefault("first_token", time.monotonic() - started)
                text += chunk.text
        seconds["answer"] = seconds["quoted"] = time.monotonic() - started
        answered = _UNKNOWN.lower() not in text.lower()
        return is_correct(question, text, answered), seconds

    return ask


def _retriever(
    assistant: Assistant, articles: Sequence[Path], folder: Path
) -> "VectorStoreRetriever":
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [
        Document(article.text, metadata={"source": article.source})
        for path in articles
        for article in read_articles(path)
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store = Chroma("tutorial", assistant.store.embedder, persist_directory=str(folder))
    store.add_documents(splitter.split_documents(documents))
    return store.as_retriever(search_kwargs={"k": _CHUNKS})


def rows(tallies: dict[str, Tally], count: int) -> Iterator[str]:
    """Lines of the table: median latencies by stage, their ratio, and the correctness."""
    citera, chain = tallies.values()
    yield f"{'median of seconds':20} {'citera':>8} {'chain':>8} {'ratio':>8}"
    for stage in _STAGES:
        ours, theirs = citera.median(stage), chain.median(stage)
        yield f"{stage:20} {ours:8.2f} {theirs:8.2f} {ours / theirs:8.2f}"
    yield f"{'right':20} {citera.right / count:8.2f} {chain.right / count:8.2f}"


def main() -> None:
    """Ask both the same questions in turn, and print latencies and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--set", default="article")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    chosen = load_set(options.set).of_split("dev")
    alone = tuple(question for question in chosen.questions if not question.history)
    asked = replace(chosen, questions=alone).sample(options.questions).questions
    with TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(store=place / "citera", model="local", threads=options.threads)
        with Assistant(settings) as assistant:
            ingest_paths(assistant.store, chosen.articles)
            assistant.warm_up()
            answerers = {
                "citera": asking_citera(assistant),
                "chain": asking_chain(assistant, chosen.articles, place / "chain"),
            }
            tallies = {name: Tally() for name in answerers}
            for ask in answerers.values():
                ask(asked[0])  # warm-up: loading is not measured
            for question in asked:
                for name, ask in answerers.items():
                    right, seconds = ask(question)
                    tallies[name].add(seconds, right)
            print(f"{len(asked)} questions of the set {options.set}, split dev")
            print("\n".join(rows(tallies, len(asked))))


if __name__ == "__main__":
    main()
