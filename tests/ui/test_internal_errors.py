"""Tests of ui/internal_errors.py: our own faults are logged, and told as such."""

import logging

import pytest

from ui.internal_errors import InternalError, internal_errors, raising
from vectorstore.errors import CiteraError, ModelUnavailable

logger = logging.getLogger(__name__)


def test_an_unexpected_error_is_logged_with_its_traceback_and_told_without_it(caplog):
    with pytest.raises(InternalError) as told, internal_errors(logger, "counting"):
        {}["secret"]
    assert "secret" not in str(told.value)
    (record,) = caplog.records
    assert "counting" in record.getMessage()
    assert record.exc_info[0] is KeyError


def test_a_known_error_passes_and_is_not_logged(caplog):
    with pytest.raises(ModelUnavailable, match="get one"), internal_errors(logger, "counting"):
        raise ModelUnavailable("No model: get one.")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "told"),
    [(CiteraError("No model."), "No model."), (ValueError("secret"), "Internal error of Citera")],
)
def test_a_function_raises_the_errors_of_its_interface(error, told):
    def divide(number: int) -> int:
        raise error

    with pytest.raises(LookupError, match=told):
        raising(LookupError, divide, logger)(1)
    assert raising(LookupError, abs, logger)(-1) == 1
