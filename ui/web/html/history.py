"""HTML of the history: the list of conversations that the browser keeps."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ui.web.i18n.words import Words
from ui.web.state.history import Entry


def render_history(entries: Sequence[Entry], words: Words) -> str:
    """HTML of the list of conversations, with buttons to open and delete each."""
    if not entries:
        return str(Markup('<p class="source-empty">{}</p>').format(words.history_empty))
    return str(Markup('<ul class="entries">{}</ul>').format(_rows(entries, words)))


def _rows(entries: Iterable[Entry], words: Words) -> Markup:
    row = Markup(
        '<li class="{current}"><button type="button" class="entry" data-talk="select"'
        ' data-id="{id}"><b dir="auto">{title}</b><time datetime="{when}">{when}</time></button>'
        '<button type="button" class="drop" data-talk="delete" data-id="{id}" title="{forget}"'
        ' aria-label="{forget}: {title}">×</button></li>'
    )
    return Markup("").join(
        row.format(
            current="is-current" if entry.current else "",
            id=entry.id,
            title=entry.title,
            when=entry.saved.isoformat(timespec="seconds") if entry.saved else "",
            forget=words.forget,
        )
        for entry in entries
    )
