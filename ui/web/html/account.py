"""HTML of the login page, and of the account on the page of the chat."""

from markupsafe import Markup

from ui.web.i18n.words import Words

_PAGE = Markup(
    '<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>Citera</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="{assets}/icon.svg">'
    '<link rel="stylesheet" href="{assets}/login.css"></head>'
    '<body><main><h1>Citera</h1><p>{tagline}</p><form method="post">'
    '<p role="alert">{failure}</p>'
    '<label>{username}<input name="username" autocomplete="username" required autofocus></label>'
    '<label>{password}<input name="password" type="password" autocomplete="current-password"'
    " required></label>"
    "<button>{log_in}</button></form></main></body></html>"
)


def render_login(words: Words, assets: str, failure: str = "") -> str:
    """The login page, with the reason why the last attempt failed.

    Args:
        words: the page's language.
        assets: URL path of the style sheets, relative to the page.
        failure: the reason; empty before the first attempt.
    """
    return str(
        _PAGE.format(
            code=words.code,
            assets=assets,
            tagline=words.tagline,
            failure=failure,
            username=words.username,
            password=words.password,
            log_in=words.log_in,
        )
    )


def render_account(name: str, may_edit: bool, may_administrate: bool, words: Words) -> str:
    """The name of the login, the way to the page of logins, and a button to log out.

    Style and script find `may_edit` in it.
    """
    way = Markup('<a href="admin">{}</a>').format(words.logins) if may_administrate else ""
    return str(
        Markup(
            '<form method="post" action="logout" data-may-edit="{}"><b dir="auto">{}</b>{}'
            "<button>{}</button></form>"
        ).format("yes" if may_edit else "no", name, way, words.log_out)
    )
