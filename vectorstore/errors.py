"""The one family of errors that Citera shows to people: what happened, where, and what to do."""


class CiteraError(Exception):
    """An error whose text can be shown as it is: it names the cause and the cure."""


class ModelUnavailable(CiteraError):
    """A model that was asked for is not installed, is damaged or cannot be loaded."""


class StoreMismatch(CiteraError):
    """The store's vectors were made by another model or other prompts than those in use."""


class StoreDamaged(CiteraError):
    """The store's files cannot be read; the text says how to rebuild them."""
