"""How well passages and sentences match a question, and what chance of an answer that means."""
