"""HTML of the action buttons under an answer."""

from markupsafe import Markup

from ui.web.export import export_markdown
from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange
from ui.web.state.links import link_id

_ICONS = {
    "copy": "M8 8h11v12H8zM5 16V4h11",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1"
    "M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "export": "M12 4v11M8 11l4 4 4-4M5 20h14",
    "retry": "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM13 8l3 3",
    "translate": "M3 6h10M8 4v2M11 6c-1 4-4 7-7 8M5 9c1 2 3 4 6 5M12 20l4-10 4 10M13.5 17h5",
    "good": "M8 11l4-7c2 0 2.5 1 2 3l-.6 3H19c1.5 0 2 1 1.7 2.3l-1.2 5.5"
    "c-.3 1.4-1 2.2-2.5 2.2H8zM4 11h4v9H4z",
    "bad": "M8 13l4 7c2 0 2.5-1 2-3l-.6-3H19c1.5 0 2-1 1.7-2.3l-1.2-5.5"
    "c-.3-1.4-1-2.2-2.5-2.2H8zM4 13h4V4H4z",
}


def render_actions(
    turn: str, exchange: Exchange, words: Words, translatable: bool = False
) -> Markup:
    """The action buttons under an answer, and a comment box once it is judged.

    If it is `translatable`, one asks for translations of its quotations.
    """
    acts = [("retry", "event"), ("edit", "event")]
    if exchange.answer:
        acts = [("copy", "do"), ("link", "do"), ("export", "do"), *acts]
    buttons = [_button(act, kind, turn, words) for act, kind in acts]
    if exchange.answer:
        buttons += [
            _button(name, "event", turn, words, event="like", on=exchange.liked is liked)
            for name, liked in (("good", True), ("bad", False))
        ]
    if translatable and not exchange.translating:
        buttons.append(_button("translate", "event", turn, words, event="expand"))
    if exchange.told:
        buttons.append(Markup('<span class="told">{}</span>').format(exchange.told))
    comment = "" if exchange.liked is None else _comment(turn, exchange, words)
    markdown = export_markdown(exchange.answer) if exchange.answer else ""
    name = link_id(exchange.answer) if exchange.answer else ""
    return Markup('<div class="actions" data-markdown="{}" data-link="{}">{}{}</div>').format(
        markdown, name, Markup("").join(buttons), comment
    )


def _button(
    name: str, kind: str, turn: str, words: Words, event: str | None = None, on: bool = False
) -> Markup:
    """An icon button, handled by the page's script (`do`) or sent to the server (`event`)."""
    return Markup(
        '<button type="button" class="{on}" data-{kind}="{act}" data-turn="{turn}"'
        ' data-name="{name}" title="{label}" aria-label="{label}" aria-pressed="{pressed}">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg></button>'
    ).format(
        on="is-on" if on else "",
        kind=kind,
        act=event or name,
        turn=turn,
        name=name,
        label=getattr(words, name),
        pressed="true" if on else "false",
        path=_ICONS[name],
    )


def _comment(turn: str, exchange: Exchange, words: Words) -> Markup:
    """The comment box after a judgement; a thank-you once there is a comment."""
    if exchange.comment is not None:
        return Markup('<span class="thanks" role="status">{}</span>').format(words.thanks)
    return Markup(
        '<input class="comment" data-turn="{}" maxlength="1000" placeholder="{}" aria-label="{}">'
    ).format(turn, words.comment, words.comment)
