"""Gradio theme of the page: system fonts, and the colours of `style.css`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_COLOURS = {
    "body_background_fill": "var(--c-page)",
    "background_fill_primary": "var(--c-card)",
    "background_fill_secondary": "var(--c-sunk)",
    "body_text_color": "var(--c-text)",
    "body_text_color_subdued": "var(--c-soft)",
    "border_color_primary": "var(--c-line)",
    "border_color_accent": "var(--c-accent)",
    "color_accent": "var(--c-accent)",
    "color_accent_soft": "var(--c-tint)",
    "link_text_color": "var(--c-accent)",
    "block_background_fill": "var(--c-card)",
    "block_label_background_fill": "var(--c-card)",
    "block_label_text_color": "var(--c-soft)",
    "block_title_text_color": "var(--c-text)",
    "input_background_fill": "var(--c-card)",
    "input_border_color": "var(--c-line)",
    "input_border_color_focus": "var(--c-accent)",
    "input_placeholder_color": "var(--c-soft)",
    "button_primary_background_fill": "var(--c-accent)",
    "button_primary_background_fill_hover": "var(--c-accent-deep)",
    "button_primary_text_color": "var(--c-on-accent)",
    "button_primary_text_color_hover": "var(--c-on-accent)",
    "button_secondary_background_fill": "var(--c-card)",
    "button_secondary_background_fill_hover": "var(--c-sunk)",
    "button_secondary_border_color": "var(--c-line)",
    "button_secondary_text_color": "var(--c-text)",
}
"""Gradio's colour variables, set to the page's own, which follow light or dark mode."""


def theme() -> "Base":
    """Gradio's base theme with the page's colours and without font files."""
    from gradio.themes import Base

    plain = Base(font=_FONTS, font_mono=("ui-monospace", "Menlo", "Consolas", "monospace"))
    dark = {f"{name}_dark": value for name, value in _COLOURS.items()}
    known = {name: value for name, value in dark.items() if hasattr(plain, name)}
    return plain.set(**_COLOURS, **known)
