"""The questions that are asked: the packaged test sets and SQuAD files."""
