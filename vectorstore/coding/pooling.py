"""Token pooling: similar tokens of a sentence are stored as one vector, their mean.

Ward's clustering, with half as many clusters as tokens (Clavié et al. 2024, "Reducing the Footprint
of Multi-Vector Retrieval with Minimal Performance Impact via Token Pooling"). Tokens of different
sentences are kept apart, as late interaction also tells which sentence of a passage answers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.coding.rotation import Array

Clusters = NDArray[np.intp]
"""Number of the cluster of each token: (n,), from 0."""

_FACTOR = 2
"""Tokens for each cluster, in the mean over a passage."""
_FAR = np.float32(10.0)
"""Distance of tokens of different sentences; that of unit vectors is 2 at most."""


def cluster(tokens: Array, sentences: Sequence[int]) -> Clusters:
    """Clusters of the tokens (n, m) of a passage, at least one, numbered as `in_order` does.

    `sentences` are the numbers of the sentences of the tokens. Where there are fewer of them than
    tokens, the others belong to the last sentence.
    """
    count = len(tokens)
    if count == 1:
        return np.zeros(1, np.intp)
    # Imported here: it takes long, and a search needs none of it.
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = _distances(tokens)
    sentence = _one_per_token(sentences, count)
    distances[sentence[:, None] != sentence] = _FAR
    tree = linkage(squareform(distances, checks=False), "ward")
    labels = fcluster(tree, -(-count // _FACTOR), "maxclust")
    return in_order(labels)


def in_order(labels: NDArray[np.int64]) -> Clusters:
    """The same clusters, numbered in the order of their first tokens."""
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[numbers]


def means(tokens: Array, clusters: Clusters) -> Array:
    """Mean token of each cluster: (clusters, m)."""
    members = (np.arange(clusters.max() + 1)[:, None] == clusters).astype(np.float32)
    pooled: Array = members @ tokens / members.sum(axis=1, keepdims=True)
    return pooled


def pack(clusters: Clusters) -> bytes:
    """Clusters as bytes: one for each token, or two if there are more than 256 clusters."""
    count = int(clusters.max()) + 1
    return bytes(clusters.astype(_kind(count))) + count.to_bytes(2, "little")


def count_clusters(packed: bytes) -> int:
    """Number of clusters, from bytes that end with packed clusters."""
    return int.from_bytes(packed[-2:], "little")


def unpack(packed: bytes, offset: int) -> Clusters:
    """Clusters that were packed, in `packed` from `offset` to its end."""
    kind = _kind(count_clusters(packed))
    return np.frombuffer(packed[offset:-2], kind).astype(np.intp)


def pack_compact(clusters: Clusters) -> bytes:
    """Clusters `in_order` as bytes: those of tokens that are not the first of theirs, and which.

    The number of a first token's cluster follows from which tokens are first.
    """
    count = int(clusters.max()) + 1
    is_first = np.diff(np.maximum.accumulate(clusters), prepend=-1) > 0
    others = bytes(clusters[~is_first].astype(_kind(count)))
    sizes = len(clusters).to_bytes(2, "little") + count.to_bytes(2, "little")
    return bytes(np.packbits(is_first)) + others + sizes


def unpack_compact(packed: bytes, offset: int) -> Clusters:
    """Clusters from `pack_compact`, in `packed` from `offset` to its end."""
    tokens = int.from_bytes(packed[-4:-2], "little")
    others = offset + -(-tokens // 8)
    bits = np.frombuffer(packed[offset:others], np.uint8)
    is_first = np.unpackbits(bits, count=tokens).astype(bool)
    clusters = np.cumsum(is_first, dtype=np.intp) - 1
    clusters[~is_first] = np.frombuffer(packed[others:-4], _kind(count_clusters(packed)))
    return clusters


def _kind(count: int) -> str:
    return "u1" if count <= 256 else "<u2"


def _distances(tokens: Array) -> Array:
    """Euclidean distances of the tokens, scaled to length one: (n, n)."""
    lengths = np.linalg.norm(tokens, axis=1, keepdims=True)
    unit = tokens / np.maximum(lengths, np.float32(1e-6))
    distances: Array = np.sqrt(np.maximum(2 - 2 * unit @ unit.T, 0))
    return distances


def _one_per_token(sentences: Sequence[int], count: int) -> NDArray[np.int64]:
    known = np.array(sentences[:count], np.int64)
    return np.pad(known, (0, count - len(known)), "edge" if len(known) else "constant")
