"""Training of the span reader: `python -m assistant.readers.span.train --data DIR`."""
