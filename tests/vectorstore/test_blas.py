import numpy as np
from threadpoolctl import ThreadpoolController

from vectorstore.blas import one_blas_thread


def _threads() -> set[int]:
    assert np.ones((4, 4)).sum() == 16
    pools = ThreadpoolController().select(internal_api="openblas").info()
    return {pool["num_threads"] for pool in pools}


def test_numpy_has_one_thread_meanwhile_and_its_own_number_after() -> None:
    before = _threads()
    with one_blas_thread():
        assert _threads() <= {1}
    assert _threads() == before
