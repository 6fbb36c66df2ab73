"""Ingestion: parses files into articles, splits them into passages and stores both."""

from pathlib import Path

from ingest.articles import read_articles
from ingest.chunking.passages import split_passages
from ingest.duplicates import find_duplicates
from ingest.errors import SourceFailure, UnreadableSource
from ingest.pipeline import ingest_paths, sync_paths
from ingest.report import IngestProgress, IngestReport


def sample_article_path() -> Path:
    """Path of the article that is part of Citera: French news of January 2020."""
    return Path(__file__).parent / "sample" / "haftar-rejects-ceasefire-2020-01.txt"


__all__ = [
    "IngestProgress",
    "IngestReport",
    "SourceFailure",
    "UnreadableSource",
    "find_duplicates",
    "ingest_paths",
    "read_articles",
    "sample_article_path",
    "split_passages",
    "sync_paths",
]
