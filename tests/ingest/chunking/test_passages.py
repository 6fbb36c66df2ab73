import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import sample_article_path, split_passages
from ingest.chunking.passages import PASSAGE_SIZE
from ingest.chunking.sentences import MAX_SIZE
from ingest.chunking.text_size import text_size
from tests.ingest.chunking.test_sentences import ANY_TEXT
from vectorstore.article import Article
from vectorstore.passage import Passage

PROSE = "The general said on Monday that the army would stay. Nobody in the capital was surprised. "


def passages_of(text: str, language: str = "en", size: int = PASSAGE_SIZE) -> list[Passage]:
    return split_passages(Article(text, "A title", "a.txt", language=language), size)


@given(ANY_TEXT, st.integers(20, 1200))
def test_passages_cover_the_text(text: str, size: int):
    passages = passages_of(text, size=size)
    if not text.strip():
        assert passages == []
        return
    assert "".join(passage.text for passage in passages) == text
    assert passages[0].start == 0
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
        assert passage.sentences
        for number, span in enumerate(passage.sentences):
            assert passage.start <= span.start < span.end <= passage.end
            sentence = passage.sentence_text(number)
            assert sentence == text[span.start : span.end] == sentence.strip()


@given(st.lists(st.sampled_from(["Title", PROSE, PROSE * 3, "中文。" * 90, "word " * 300])))
def test_passages_keep_to_their_size(blocks: list[str]):
    for passage in passages_of("\n\n".join(blocks)):
        assert text_size(passage.text) <= PASSAGE_SIZE + MAX_SIZE


def test_the_sample_is_cut_at_its_paragraphs_and_headings():
    passages = passages_of(sample_article_path().read_text("utf-8"), "fr")
    beginnings = ["Haftar persiste et signe…\n\nPour", "La situation", "Le General"]
    assert len(passages) == 4
    for passage, beginning in zip(passages[1:], beginnings, strict=True):
        assert passage.text.startswith(beginning)


@pytest.mark.parametrize("heading", ["The offensive", "## The offensive", "Why now?", "和平…"])
def test_a_heading_goes_with_what_follows(heading: str):
    passages = passages_of(f"{PROSE * 9}\n\n{heading}\n\n{PROSE * 6}")
    assert [p.text.startswith(heading) for p in passages] == [False, True]


def test_a_run_of_headings_stays_together():
    passages = passages_of(f"{PROSE * 9}\n\nPart one\n\nThe offensive\n\n{PROSE * 6}")
    assert passages[-1].text.startswith("Part one\n\nThe offensive\n\nThe general")


def test_short_paragraphs_share_a_passage():
    passages = passages_of("\n\n".join([PROSE.strip()] * 30))
    assert len(passages) < 6
    assert all(text_size(passage.text) > PASSAGE_SIZE / 2 for passage in passages[:-1])


def test_a_long_paragraph_is_cut_evenly_between_sentences():
    passages = passages_of(PROSE * 24)
    sizes = [text_size(passage.text) for passage in passages]
    assert len(sizes) > 1
    assert max(sizes) < 1.5 * min(sizes)
    assert all(passage.text.rstrip().endswith(".") for passage in passages)


def test_chinese_passages_hold_about_as_much_as_others():
    sentence = "将军拒绝了两个大国上周呼吁的停火协议，并宣布继续进攻首都。"
    lengths = [len(passage.text) for passage in passages_of(sentence * 60, "zh")]
    assert max(lengths) <= (PASSAGE_SIZE + MAX_SIZE) / 3


def test_a_passage_knows_its_page():
    text = f"{PROSE * 9}\n\n{PROSE * 9}\n\n{PROSE * 9}"
    starts = (0, text.index("\n\n") + 2, text.rindex("\n\n") + 2)
    article = Article(text, "A title", "a.pdf", language="en", page_starts=starts)
    assert [passage.page for passage in split_passages(article)] == [1, 2, 3]
    assert passages_of(text)[0].page is None
