"""Hostile web pages and Rich Text documents."""

from collections.abc import Callable

from tests.ingest.hostile.texts import Files
from tests.ingest.story import FIRST

_ARTICLE = f"<article><h1>Talks</h1><p>{FIRST}</p><p>{FIRST}</p></article>"
_CHARSETS = ("idna", "punycode", "undefined", "unicode_escape", "base64", "utf-7", "utf-32", "x")


def _page(body: str, head: str = "") -> Callable[[], bytes]:
    return lambda: f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _around(opening: str, times: int) -> Callable[[], bytes]:
    return _page(f"{opening * times}{_ARTICLE}")


PAGES: Files = {
    **{f"{tag} in {tag}.html": _around(f"<{tag}>", 2_000) for tag in ("div", "b", "ul", "font")},
    "tables in tables.html": _around("<table><tr><td>", 2_000),
    "lists in lists.html": _around("<ul><li>a", 2_000),
    "requests in requests.html": _around('<div class="cookie-banner modal">cookies', 3_000),
    "articles in articles.html": _around("<article><h1>a</h1>", 3_000),
    "buttons.html": _around("<div><button>Accept</button>cookies", 200),
    "attributes.html": _around(f"<p {' '.join(f'a{n}=1' for n in range(5_000))}>", 1),
    "columns.html": _page(_ARTICLE + f"<table><tr>{'<td>a' * 1_000}</table>"),
    "columns claimed.html": _page(
        _ARTICLE
        + "<table>"
        + f"<tr><th colspan={'9' * 5000}>a<th>b<tr><td>1<td rowspan=99999999>2" * 2
        + "</table>"
    ),
    "items counted.html": _page(f"{_ARTICLE}<ol start={'9' * 5000}><li>a<li>b</ol>"),
    "entities.html": _page("&#99999999999;&lol&#x0;&#xd800;" * 10_000 + _ARTICLE),
    "entities declared.html": lambda: (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body>&b;&x;{_ARTICLE}</body></html>"
    ).encode(),
    "a comment without an end.html": _page(_ARTICLE + "<!--" * 50_000),
    "a script without an end.html": _page(_ARTICLE + "<script>" * 50_000),
    "a title without an end.html": _page(_ARTICLE, "<title>" + "a" * 200_000),
    "tags without an end.html": _page(_ARTICLE + "<a <b <" * 30_000),
    "linked data.html": _page(
        _ARTICLE, f'<script type="application/ld+json">{"[" * 5000}</script>' * 5
    ),
    "dates.html": _page(
        _ARTICLE, '<meta name="date" content="' + "1/" * 50_000 + '">' + "<time>" * 3000
    ),
    "zero bytes.html": _page("\0".join(_ARTICLE) + "\0" * 10_000),
    "base and frames.html": _page(
        f'<iframe src="file:///etc/passwd"></iframe>{_ARTICLE}<object data="file:///etc/passwd">',
        '<base href="file:///"><link rel="canonical" href="' + "a" * 100_000 + '">',
    ),
    **{
        f"in {charset}.html": lambda charset=charset: (  # type: ignore[misc]
            f'<html><head><meta charset="{charset}"></head><body>{_ARTICLE}'
            f"<p>{'x-éü' * 10_000}</p></body></html>"
        ).encode()
        for charset in _CHARSETS
    },
}


def _rtf(body: str) -> Callable[[], bytes]:
    return lambda: rf"{{\rtf1\ansi {body} {FIRST}\par}}".encode("cp1252")


RTF: Files = {
    "groups in groups.rtf": _rtf("{" * 30_000 + "a" + "}" * 30_000),
    "groups without an end.rtf": _rtf("{" * 30_000),
    "ends without groups.rtf": _rtf("}" * 100_000),
    "notes in notes.rtf": _rtf(r"{\footnote a" * 3000 + "}" * 3000),
    "boxes in boxes.rtf": _rtf(r"{\shptxt a" * 300 + "}" * 300),
    "bytes that are not there.rtf": _rtf(r"\bin999999999 "),
    "fewer bytes than none.rtf": _rtf(r"\bin-999999999 "),
    "numbers.rtf": _rtf(r"\u-999999999?\u99999999?\uc999999999\uc-1\f-5\fcharset-9\ansicpg-1"),
    "code pages.rtf": _rtf(r"\ansicpg0\ansicpg999999999\ansicpg037\ansicpg65001\mac\'ff"),
    "fonts.rtf": _rtf(r"{\fonttbl" + r"{\f1\fcharset2 a;}" * 5_000 + "}"),
    "dates.rtf": _rtf(r"{\info{\creatim\yr999999999\mo99\dy-3}}"),
    "dates backwards.rtf": _rtf(r"{\info{\creatim\dy3\mo2\yr2020}}"),
    "cells.rtf": _rtf(r"\trowd\intbl " + r"a\cell" * 10_000 + r"\row"),
    "rows.rtf": _rtf(r"\trowd\intbl a\cell\row" * 3_000),
    "spaces before cells.rtf": _rtf("\\trowd\\intbl " + " " * 200_000 + r"a\cell b\cell\row"),
    "halves of pairs.rtf": _rtf(r"\u55357?" * 10_000),
    "a word without an end.rtf": _rtf("\\" + "a" * 100_000),
    "marks.rtf": _rtf(r"{\listtext a}" * 3_000),
    "headers.rtf": _rtf(r"{\header some more words here}" * 5_000),
    "pictures.rtf": _rtf(r"{\pict " + "ff" * 200_000 + "}"),
}
