"""Tests of ui/api/json.py: what programs read is plain JSON, with offsets that hold."""

import json

from ui.api.json import article_as_dict, scored_passage_as_dict


def test_offsets_of_a_passage_hold_in_the_article_as_given(small_store):
    (found,) = small_store.search("olive harvest in Kairouan", 1)
    passage = json.loads(json.dumps(scored_passage_as_dict(found)))
    article = json.loads(json.dumps(article_as_dict(small_store.get(passage["article_id"]))))
    assert article["text"][passage["start"] : passage["end"]] == passage["text"]
    start, end = passage["best_sentence"]
    assert "olive" in article["text"][start:end]
    assert passage["title"] == article["title"]
