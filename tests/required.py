"""What some tests need of a machine: skipped where it is missing, and failed where CI runs them."""

import os
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip the test for `reason`; with `CI=true`, fail it, so that no check is lost unnoticed."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"may not be skipped with CI=true: {reason}", pytrace=False)
    pytest.skip(reason)


def required(module: str) -> ModuleType:
    """The imported module; `missing` where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name not in (module, module.split(".")[0]):
            raise  # it is installed, and lacks something itself
        missing(f"{module} is not installed")
