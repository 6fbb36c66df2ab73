"""The codings of vectors: each row of a store's vectors has the number of its coding.

A coding never changes. A new one gets a new number, and rows in the former ones are read until
`vectorstore.recode` has written them anew.
"""

FORMER = 0
"""Vectors as 16-bit floats, tokens in all dimensions at 2 bits: stores of before version 0.2.0."""
ANY_MODEL = 1
"""Vectors of any model at 8 bits, tokens in all dimensions at 2 bits."""
E5_SMALL = 2
"""Vectors of the packaged model at 8 bits, tokens in 192 principal components at 2 bits."""
E5_POOLED = 3
"""As `E5_SMALL`, with the tokens of a sentence pooled, two to one."""

E5_COMPACT = 4
"""As `E5_POOLED`, with vectors at 4 bits, and most bits of tokens where these differ most."""

IN_COMPONENTS = frozenset({E5_SMALL, E5_POOLED, E5_COMPACT})
"""Codings with tokens in principal components."""
POOLED = frozenset({E5_POOLED, E5_COMPACT})
"""Codings with tokens that are pooled."""
