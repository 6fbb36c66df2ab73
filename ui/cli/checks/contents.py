"""Checks of what Citera keeps: the store with its articles, and the ledger of the files read."""

from typing import TYPE_CHECKING

from ui.session import open_assistant
from vectorstore.errors import StoreDamaged

if TYPE_CHECKING:
    from assistant import Settings


def articles(settings: "Settings") -> str:
    """The numbers of articles and passages of a sound store of this version.

    Raises:
        StoreDamaged: if it is not sound, or cannot be opened.
        CiteraError: if it is of another format, or on a server that does not answer.
    """
    with open_assistant(settings) as assistant:
        if damage := assistant.store.damage():
            raise StoreDamaged(" ".join(damage))
        counts = assistant.store.count()
        former = assistant.store.count_former()
    if not counts.articles:
        return f"none yet in {settings.store}; add some with: citera ingest PATH…"
    found = f"{counts.articles}, in {counts.passages} passages, in {settings.store}"
    if not former:
        return found
    return (
        f"{found}; {former} passages as an older version stored them: `citera ingest` shrinks them"
    )


def files_read(settings: "Settings") -> str:
    """The number of files read, and of those that another version of the parsers read.

    Raises:
        StoreDamaged: if the ledger is damaged.
    """
    from ingest.state.ledger import LEDGER, Ledger

    if not (settings.folder / LEDGER).exists():
        return "none yet"
    total, outdated = Ledger(settings.folder / LEDGER).check()
    if not outdated:
        return f"{total}"
    return (
        f"{total}, of which {outdated} were read by another version of Citera; `citera ingest` and"
        " `citera sync` of their folders read them again"
    )
