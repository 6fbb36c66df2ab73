"""What is told where Ray cannot be used."""

from importlib.util import find_spec

import pytest

from ingest.workers.ray_session import LOCAL, ray_session
from vectorstore import CiteraError

IS_INSTALLED = find_spec("ray") is not None


@pytest.mark.skipif(IS_INSTALLED, reason="needs an environment without Ray")
def test_that_it_is_not_installed_is_told():
    with pytest.raises(CiteraError, match=r"pip install 'citera\[ray\]'"), ray_session(LOCAL):
        pass


@pytest.mark.skipif(not IS_INSTALLED, reason="needs Ray: see `Dependencies` in DEVELOPERS.md")
def test_what_is_no_address_is_told():
    with pytest.raises(CiteraError, match="cannot be used at 'nowhere'"), ray_session("nowhere"):
        pass
