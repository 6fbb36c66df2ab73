"""Markdown: what articles say is rendered as it stands, and loads nothing."""

import pytest
from markdown_it import MarkdownIt

from assistant.text.markdown import escape_markdown, without_targets

HOSTILE = [
    "![x](https://evil.example/pixel.png)",
    "!![x](https://evil.example/pixel.png)",
    "\\![x](https://evil.example/pixel.png)",
    "\\\\![x](https://evil.example/pixel.png)",
    "![[x](https://evil.example/1)](https://evil.example/2)",
    "![x][1]\n\n[1]: https://evil.example/pixel.png",
    "![1]\n\n[1]: https://evil.example/pixel.png",
    "![a\\]b]\n\n[a\\]b]: https://evil.example/pixel.png",
    "![a b]\n\n   [a\nb]: https://evil.example/pixel.png",
    "![1]\n\n> [1]: https://evil.example/pixel.png",
    "![1]\n\n2) - [1]:\nhttps://evil.example/pixel.png",
    "[Log in again](https://evil.example/login)",
    "[Log in\\](again)](https://evil.example/login)",
    "<img src=https://evil.example/pixel.png>",
    "\\<img src=https://evil.example/pixel.png>",
    "<!-- --><iframe src=//evil.example></iframe>",
    "<script>alert(1)</script>",
    "<https://evil.example/>",
]
_CALLS_OUT = {"image", "link_open", "html_inline", "html_block"}


def rendered(markdown: str) -> tuple[set[str], str]:
    """The kinds of what a renderer of CommonMark finds in some Markdown, and the text shown."""
    blocks = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    tokens = [token for block in blocks for token in (block, *(block.children or ()))]
    shown = "".join(token.content for token in tokens if token.type in ("text", "code_inline"))
    return {token.type for token in tokens}, shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_renderer_would_load_what_is_not_escaped(hostile):
    found, _ = rendered(hostile.removeprefix("\\").removeprefix("\\"))
    assert found & _CALLS_OUT


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("before", ["", "It is so [1][2]. ", "Stop! "])
def test_nothing_is_loaded(hostile, before):
    for made in (without_targets(before + hostile), escape_markdown(before + hostile)):
        found, _ = rendered(made)
        assert not found & _CALLS_OUT


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "- no list",
        "+ none",
        "1. no list",
        "12) none",
        "---",
        "-5 °C and $5 or $6",
        "# none",
        "&lt; & `a` *b* ~~c~~",
        "name with %20 & #1 [draft] (2).txt",
    ],
)
def test_escaped_text_is_shown_as_it_is_in_one_paragraph(text):
    found, shown = rendered(escape_markdown(text))
    assert shown == " ".join(text.split())
    assert found <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}


def test_a_formula_is_none():
    assert escape_markdown("$5 or $6") == "\\$5 or \\$6"


def test_no_control_character_is_left_in_escaped_text():
    assert escape_markdown("a\x1b[2J") == "a\\\\u001b\\[2J"


def test_text_without_markup_keeps_its_form():
    text = "So it is [1][3]. All (95 % [CI]: 4–7) agree.[3][4]:2–3\n\n[1] “a < b, c!” News (2), https://example.org/a_(b)"
    assert without_targets(text) == text
