"""The bill of materials that the tests of a release share."""

from typing import Any

import pytest

from tests.required import required


@pytest.fixture(scope="session")
def bom() -> dict[str, Any]:
    """The bill of materials of the environment that the tests run in."""
    required("cyclonedx_py")
    from release.sbom import default_bom

    return default_bom()
