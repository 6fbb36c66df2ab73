"""HTML of the page of logins, which admins see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from ui.web.i18n.words import Words

_PAGE = Markup(
    '<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>Citera</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="{assets}/icon.svg">'
    '<link rel="stylesheet" href="{assets}/login.css"></head>'
    '<body><main class="wide"><h1>{title}</h1><p><a href="./">{back}</a></p>'
    '<div class="scroll"><table><thead><tr>{heads}<td></td></tr></thead>'
    "<tbody>{rows}</tbody></table></div></main></body></html>"
)


@dataclass(frozen=True, slots=True)
class LoginRow:
    """What admins see of a login; `last_seen` is in seconds since 1970."""

    name: str
    role: str
    closed: Sequence[str]
    sessions: int
    last_seen: float | None


def render_logins(logins: Sequence[LoginRow], words: Words, assets: str) -> str:
    """The page: a row for each login, with a button that ends its sessions if it has any.

    Args:
        logins: the rows, in order.
        words: the page's language.
        assets: URL path of the style sheets, relative to the page.
    """
    heads = (words.username, words.role, words.closed_collections, words.sessions, words.last_seen)
    return str(
        _PAGE.format(
            code=words.code,
            assets=assets,
            title=words.logins,
            back=words.back,
            heads=Markup("").join(Markup("<th>{}</th>").format(head) for head in heads),
            rows=Markup("").join(_row(login, words) for login in logins),
        )
    )


def _row(login: LoginRow, words: Words) -> Markup:
    end = Markup(
        '<form method="post" action="admin/sessions"><button name="name" value="{}"'
        ' aria-label="{end}: {}">{end}</button></form>'
    ).format(login.name, login.name, end=words.end_sessions)
    cells = (
        Markup('<b dir="auto">{}</b>').format(login.name),
        words.role_names[login.role],
        ", ".join(login.closed),
        login.sessions,
        _time(login.last_seen),
        end if login.sessions else "",
    )
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
    )


def _time(seconds: float | None) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC" if seconds else "–"
