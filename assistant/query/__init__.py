"""Query understanding: language, intent, decomposition and rewriting of follow-ups."""
