"""Keeps transformers from printing progress bars."""

from collections.abc import Callable


def hide_progress_bars() -> None:
    """Print no progress bar while models are loaded or saved, for the rest of the process."""
    from transformers.utils import logging

    disable: Callable[[], None] = logging.disable_progress_bar
    disable()
