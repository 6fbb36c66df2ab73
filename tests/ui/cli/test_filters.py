"""The options that limit a search, and the list of articles."""

import click
from click.testing import CliRunner

from ui.cli.filters import Limits, limited
from ui.cli.terminal import print_articles
from vectorstore import Article, Filters, Store


def _filters(store: Store, *options: str) -> Filters:
    seen: list[Filters] = []

    @click.command()
    @limited
    def command(limits: Limits) -> None:
        seen.append(limits.filters(store))

    result = CliRunner().invoke(command, list(options), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return seen[0]


def test_no_options_limit_nothing(small_store: Store) -> None:
    assert _filters(small_store) == Filters()


def test_every_option_limits_what_it_names(small_store: Store, sample_article: Article) -> None:
    found = _filters(
        small_store,
        *("--since", "2019-06", "--until", "2020"),
        *("--source", "a", "--source", "b"),
        *("--language", "FR", "--collection", "news"),
        *("--article", sample_article.id[:6], "--article", "ferry.txt"),
    )
    ferry = Article("", "", "ferry.txt").id
    assert found == Filters(
        since="2019-06",
        until="2020",
        sources=("a", "b"),
        languages=("fr",),
        collections=("news",),
        articles=(sample_article.id, ferry),
    )


def test_articles_that_tell_the_same_story_are_listed_together(capsys) -> None:
    first, other, again = (Article("", name, f"{name}.txt") for name in "abc")
    print_articles([first, other, again], [[first, again]])
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit("  ", 1)[-1] for line in lines] == ["a.txt", "c.txt", "b.txt"]
    assert lines[1].startswith("  the same story: ")
