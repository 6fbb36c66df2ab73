"""Whatever is joined to what, no paragraph is lost and none stands twice."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers.pdf.flow import Block, Flow
from ingest.parsers.pdf.paragraphs import Paragraph

_BLOCKS = st.lists(
    st.builds(
        lambda page, region, low, ends, lines, full, is_body: (
            page,
            region,
            Paragraph("", 10.0, lines, indented=False, full=full),
            ("word" if low else "Word", "." if ends else ""),
            is_body,
        ),
        st.integers(0, 1),
        st.integers(0, 1),
        st.booleans(),
        st.booleans(),
        st.integers(1, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


@given(_BLOCKS)
def test_every_paragraph_stands_once_on_its_page_or_after_it(drawn):
    flow, page = Flow(), 1
    pages: list[int] = []
    for number, (step, region, paragraph, (begin, end), is_body) in enumerate(drawn):
        page += step
        pages.append(page)
        text = f"{begin}{number:02d}{end}"
        told = Paragraph(text, 10.0, paragraph.lines, indented=False, full=paragraph.full)
        flow.add([Block(page, region, told, is_body)])
    text, starts = flow.finish(page)
    words = text.replace(".", "").split()
    assert sorted(words) == sorted(
        f"{begin}{number:02d}" for number, (_, _, _, (begin, _), _) in enumerate(drawn)
    )
    assert len(starts) == page
    assert starts == sorted(starts)
    for number, page in enumerate(pages):
        assert starts[page - 1] <= text.index(f"{number:02d}")
