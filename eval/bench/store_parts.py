"""Bytes of the store in a folder, by part."""

import sqlite3
from contextlib import closing
from pathlib import Path

from eval.load.process import folder_bytes


def bytes_by_part(folder: Path) -> dict[str, float]:
    """Bytes a passage of each part of a store; the parts are all that there is."""
    with closing(sqlite3.connect(folder / "store.sqlite3")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (passages,) = db.execute("SELECT count(*) FROM passages").fetchone()
        tokens, vectors = db.execute(
            "SELECT sum(length(token_codes)), sum(length(vector_codes)) FROM vectors"
        ).fetchone()
        pages = dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    words = sum(size for name, size in pages.items() if name.startswith("lexical"))
    index = [path for path in (folder / "chroma").rglob("*") if path.is_file()]
    names = sum(path.stat().st_size for path in index if path.suffix != ".bin")
    parts = {
        "token codes": tokens,
        "vector codes": vectors,
        "unused room of their pages": pages["vectors"] - tokens - vectors,
        "articles": sum(size for name, size in pages.items() if "articles" in name),
        "words": words,
        "index: vectors and links (HNSW)": sum(path.stat().st_size for path in index) - names,
        "index: names (Chroma's database)": names,
    }
    parts["everything else"] = folder_bytes(folder) - sum(parts.values())
    return {part: size / passages for part, size in parts.items()}
