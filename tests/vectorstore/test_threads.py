import os
from threading import Thread

import numpy as np
import pytest
import torch
from threadpoolctl import ThreadpoolController

from vectorstore.threads import one_blas_thread, one_torch_thread, wait_briefly


def _threads() -> set[int]:
    assert np.ones((4, 4)).sum() == 16
    pools = ThreadpoolController().select(internal_api="openblas").info()
    # Other packages bring libraries of their own, which numpy does not use.
    return {pool["num_threads"] for pool in pools if "numpy" in pool["filepath"]}


def test_numpy_has_one_thread_meanwhile_and_its_own_number_after() -> None:
    before = _threads()
    with one_blas_thread():
        assert _threads() == {1}
    assert _threads() == before


def test_torch_has_one_thread_meanwhile_where_it_is_asked_and_its_own_number_after() -> None:
    seen: list[int] = []
    before = torch.get_num_threads()
    with one_torch_thread():
        assert torch.get_num_threads() == 1
        other = Thread(target=lambda: seen.append(torch.get_num_threads()))
        other.start()
        other.join()
    assert torch.get_num_threads() == before
    assert seen == [before]


def test_how_long_threads_wait_busily_is_the_users_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    wait_briefly()
    assert int(os.environ["GOMP_SPINCOUNT"]) > 0
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    wait_briefly()
    assert os.environ["GOMP_SPINCOUNT"] == "7"
    monkeypatch.delenv("GOMP_SPINCOUNT")
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    wait_briefly()
    assert "GOMP_SPINCOUNT" not in os.environ
