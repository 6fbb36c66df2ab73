"""Error reporting of the command line: one line on stderr and exit code 1."""

import logging
from pathlib import Path
from typing import Any

import click

from assistant.text.printable import printable
from ui.log_lines import OneRecordFormatter, keep_records_apart
from vectorstore.errors import CiteraError

logger = logging.getLogger(__name__)


class CiteraGroup(click.Group):
    """A command group that reports every error, known or internal, in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was given."""
        keep_records_apart()
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click's own ways to end a command
        except CiteraError as error:
            raise click.ClickException(printable(str(error))) from error
        except Exception as error:
            raise click.ClickException(_internal_error(error)) from error


def _internal_error(error: Exception) -> str:
    """The message for an unexpected error, after its traceback was logged."""
    kind = type(error).__name__
    log = _log_traceback(kind)
    where = f"is in {log}" if log else "is above"
    return f"internal error of Citera ({kind}); its traceback {where}"


def _log_traceback(kind: str) -> Path | None:
    """Log the exception being handled to a file; None if it went to stderr instead."""
    from platformdirs import user_log_path

    file = user_log_path("citera") / "errors.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError:
        logger.exception("internal error: %s", kind)
        return None
    handler.setFormatter(OneRecordFormatter("%(asctime)s %(message)s"))
    logger.addHandler(handler)
    try:
        logger.exception("internal error: %s", kind)
    finally:
        logger.removeHandler(handler)
        handler.close()
    return file
