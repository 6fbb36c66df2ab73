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
    """Clusters of the tokens (n, m) of a passage, at least one.

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
    return np.unique(labels, return_inverse=True)[1]


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
