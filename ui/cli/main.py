"""Command line entry point: `citera` with its commands, among them `ask`, `search` and `chat`."""

import json
import time

import click

from assistant.text.printable import printable
from ui.cli.articles import ingest, list_articles, reindex, remove, show, sync
from ui.cli.backup import backup, restore
from ui.cli.errors import CiteraGroup
from ui.cli.evaluate import evaluate
from ui.cli.feedback import feedback
from ui.cli.filters import Limits, limited
from ui.cli.migrate import migrate
from ui.cli.password import password
from ui.cli.setup import doctor, setup
from ui.session import open_assistant


@click.group(cls=CiteraGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="citera")
def main() -> None:
    """Ask your articles, and see the passage that proves each sentence of the answer.

    Options that hold for every command are set by environment variables such as CITERA_STORE
    (where the articles lie) and CITERA_MODEL (what answers); `citera doctor` shows them.
    """


for command in (
    ingest,
    list_articles,
    show,
    remove,
    sync,
    reindex,
    backup,
    restore,
    migrate,
    feedback,
    password,
    setup,
    doctor,
    evaluate,
):
    main.add_command(command)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option(
    "--translate",
    is_flag=True,
    help="Translate the quotations into the language of QUESTION, by the local model.",
)
@limited
def ask(question: str, as_json: bool, translate: bool, limits: Limits) -> None:
    """Answer QUESTION from the articles, with the sentences that prove the answer."""
    from assistant import Answer, AnswerEvent, FinalEvent
    from ui.cli.terminal import (
        print_answer,
        print_phrased,
        print_timings,
        print_translations,
        print_untranslated,
    )

    began = time.monotonic()
    with open_assistant() as assistant:
        filters = limits.filters(assistant.store)
        assistant.warm_up(question, chat=False)
        loading = time.monotonic() - began
        answer: Answer | None = None
        quoted = False
        for event in assistant.stream(question, filters=filters):
            if isinstance(event, AnswerEvent) and event.provisional:
                continue  # what is printed cannot be taken back
            if isinstance(event, AnswerEvent | FinalEvent):
                if answer is None and not as_json:
                    print_answer(event.answer)
                quoted = quoted or isinstance(event, AnswerEvent)
                answer = event.answer
        assert answer is not None  # each stream ends with it
        if quoted and not as_json:
            print_phrased(answer)
        if translate:
            answer = assistant.translate(answer)
            print_untranslated(answer)
    if as_json:
        click.echo(printable(answer.model_dump_json(indent=2)))
    else:
        print_translations(answer)
        print_timings(answer, loading)


@main.command()
@click.argument("query")
@click.option("-k", "--top-k", type=click.IntRange(1, 100), help="Number of passages.")
@click.option(
    "--context",
    type=click.IntRange(0, 20),
    default=0,
    metavar="N",
    help="Show N more sentences on either side of each passage.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the passages as JSON.")
@limited
def search(query: str, top_k: int | None, context: int, as_json: bool, limits: Limits) -> None:
    """List the passages that match QUERY best, with the chance that each answers it."""
    from ui.api.json import scored_passage_as_dict
    from ui.cli.terminal import print_passages

    with open_assistant() as assistant:
        store = assistant.store
        found = assistant.search(query, top_k, limits.filters(store))
        shown = [store.around(hit.passage, context) if context else hit.passage for hit in found]
    if as_json:
        rows = [
            scored_passage_as_dict(hit) | {"context": wide.text, "context_start": wide.start}
            for hit, wide in zip(found, shown, strict=True)
        ]
        click.echo(printable(json.dumps(rows, ensure_ascii=False, indent=2)))
        return
    print_passages(zip(found, shown, strict=True))


@main.command()
@click.option("--host", help="Address to listen on.  [default: CITERA_HOST or 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.  [default: 7860]"
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
def chat(host: str | None, port: int | None, open_browser: bool) -> None:
    """Open the chat page, and serve it until Ctrl-C."""
    from ui.cli.terminal import print_notice
    from ui.session import load_settings
    from ui.web.serve import serve

    settings = load_settings()
    with open_assistant(settings) as assistant:
        print_notice(settings)
        serve(
            assistant,
            settings,
            host=host or settings.host,
            port=settings.port if port is None else port,
            open_browser=open_browser,
        )


@main.command()
def mcp() -> None:
    """Serve the articles as tools to an assistant, over standard input and output.

    The tools are `ask`, `search`, `read_article` and `locate_quote` of the Model Context Protocol;
    an assistant starts this command itself.
    """
    from ui.api.mcp import build_mcp_server

    with open_assistant() as assistant:
        build_mcp_server(assistant).run()


if __name__ == "__main__":
    main()
