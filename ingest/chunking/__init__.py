"""From a text to passages: blocks, sentences and the size that is embedded best."""
