"""Base class of all errors with a text for users: what happened, where, and what to do."""


class CiteraError(Exception):
    """An error whose text can be shown to users: it states the cause and the remedy."""


class ModelUnavailable(CiteraError):
    """A requested model is not installed, is damaged or cannot be loaded."""


class StoreMismatch(CiteraError):
    """The store's embeddings were made with another model or other prompts than those in use."""


class StoreDamaged(CiteraError):
    """The store's files cannot be read; the text says how to rebuild them."""
