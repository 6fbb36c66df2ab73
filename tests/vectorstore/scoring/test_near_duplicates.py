from dataclasses import replace

from vectorstore.article import Article
from vectorstore.passage import Passage, ScoredPassage, Span
from vectorstore.scoring.near_duplicates import fold_near_duplicates

STORY = (
    "The general rejected the ceasefire that both presidents had called for, and announced that "
    "the offensive on the capital would go on until the militias had left it."
)
OTHER = (
    "The price of bread rose by a tenth in the capital, a survey of fifty bakers says, and several "
    "of them expect it to fall again in the spring when the harvest comes in."
)


def hit(source: str, text: str, score: float) -> ScoredPassage:
    article = Article(text, "A title", source)
    passage = Passage(article.id, 0, len(text), text, (Span(0, len(text)),))
    return ScoredPassage(passage, article, score, (score,))


def sources(found: list[ScoredPassage]) -> list[list[str]]:
    return [[each.article.source, *(a.source for a in each.also_in)] for each in found]


def test_a_story_printed_twice_is_one_hit_with_both_sources():
    found = [
        hit("a.txt", STORY, 0.9),
        hit("b.txt", f"TRIPOLI (agency) - {STORY.replace(',', ' –')}", 0.8),
        hit("c.txt", OTHER, 0.7),
        hit("d.txt", STORY, 0.6),
    ]
    folded = fold_near_duplicates(found)
    assert sources(folded) == [["a.txt", "b.txt", "d.txt"], ["c.txt"]]
    assert [each.score for each in folded] == [0.9, 0.7]
    assert sources(fold_near_duplicates(folded)) == sources(folded)


def test_what_stands_twice_in_an_article_is_one_hit_and_what_is_alike_is_two():
    found = [hit("a.txt", STORY, 0.9), hit("a.txt", STORY.upper(), 0.8)]
    assert sources(fold_near_duplicates(found)) == [["a.txt"]]
    alike = hit("a.txt", STORY.replace("general", "marshal").replace("capital", "port"), 0.8)
    assert len(fold_near_duplicates([found[0], alike])) == 2
    assert (
        len(fold_near_duplicates([found[0], replace(alike, article=hit("b.txt", "", 0).article)]))
        == 1
    )


def test_a_quotation_does_not_make_passages_the_same():
    assert (
        len(fold_near_duplicates([hit("a.txt", STORY, 0.9), hit("b.txt", STORY + OTHER * 3, 0.8)]))
        == 2
    )


def test_chinese_and_very_short_passages():
    chinese = "将军拒绝了停火协议，并宣布继续进攻首都。"
    found = [hit("a", chinese, 0.9), hit("b", chinese + "他说。", 0.8), hit("c", "Oui.", 0.7)]
    assert sources(fold_near_duplicates([*found, hit("d", "Non.", 0.6)])) == [
        ["a", "b"],
        ["c"],
        ["d"],
    ]
