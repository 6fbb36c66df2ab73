import json

import pytest

from assistant.compose.failure_messages import model_failed
from assistant.llm.failures import BadReply, Failure, failure_of, trace_of
from assistant.query.language import LANGUAGES, language_name

SPOKEN = ["ar", "de", "en", "es", "fr", "it", "pt", "ru", "zh"]


class ProviderError(Exception):
    """An error as providers' packages raise them."""

    def __init__(self, message: str = "", status_code: int | None = None) -> None:
        super().__init__(message)
        self.status_code = status_code


class ReadTimeout(Exception):
    pass


class ConnectError(Exception):
    pass


class ResourceExhausted(Exception):
    code = 429


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (BadReply(Failure.EMPTY), Failure.EMPTY),
        (TimeoutError(), Failure.SLOW),
        (ReadTimeout(), Failure.SLOW),
        (ConnectError(), Failure.UNREACHABLE),
        (ConnectionRefusedError(), Failure.UNREACHABLE),
        (ResourceExhausted(), Failure.BUSY),
        (ProviderError(status_code=401), Failure.KEY_REFUSED),
        (ProviderError(status_code=403), Failure.KEY_REFUSED),
        (ProviderError(status_code=404), Failure.UNKNOWN_MODEL),
        (ProviderError(status_code=429), Failure.BUSY),
        (ProviderError(status_code=503), Failure.BROKEN),
        (ProviderError(status_code=402), Failure.REFUSED),
        (ProviderError("maximum context length is 8192", 400), Failure.TOO_LONG),
        (ProviderError("prompt is too long: 210000 tokens", 400), Failure.TOO_LONG),
        (ProviderError("triggered content management policy", 400), Failure.FILTERED),
        (ProviderError("unknown parameter", 400), Failure.REFUSED),
        (json.JSONDecodeError("no", "{", 1), Failure.UNREADABLE),
        (KeyError("choices"), Failure.UNREADABLE),
        (RuntimeError(), Failure.BROKEN),
    ],
    ids=repr,
)
def test_the_errors_of_any_provider_have_one_name(error, failure):
    assert failure_of(error) == failure


def test_a_failure_is_told_from_what_caused_it():
    error = RuntimeError("wrapped")
    error.__cause__ = ReadTimeout()
    assert failure_of(error) == Failure.SLOW


def test_errors_that_caused_each_other_are_no_endless_loop():
    error = RuntimeError()
    error.__cause__ = RuntimeError()
    error.__cause__.__cause__ = error
    assert failure_of(error) == Failure.BROKEN


def test_a_trace_tells_where_and_not_what_the_provider_said():
    try:
        raise ProviderError("your key sk-secret is wrong")
    except ProviderError as error:
        trace = trace_of(error)
    assert "ProviderError" in trace
    assert "test_failures.py" in trace
    assert "sk-secret is" not in trace.replace('raise ProviderError("your key sk-secret is', "")


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("failure", Failure)
def test_each_failure_is_one_line_in_the_readers_language(language, failure):
    line = model_failed(language, "ollama:llama3.1", failure)
    assert "ollama:llama3.1" in line
    assert "\n" not in line
    others = {model_failed(language, "ollama:llama3.1", other) for other in Failure}
    assert len(others) == len(Failure)
    assert language == "en" or line != model_failed("en", "ollama:llama3.1", failure)


def test_a_language_without_the_words_is_told_in_english():
    assert model_failed("sw", "x:y", Failure.SLOW) == model_failed("en", "x:y", Failure.SLOW)
    assert {language_name(code).upper() for code in SPOKEN} <= set(LANGUAGES)
