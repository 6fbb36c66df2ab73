"""From what was asked to questions that stand alone: language, intent, parts, follow-ups."""
