"""Citera's public API: ask a store of articles, and get an answer with its evidence.

>>> from assistant import Assistant
>>> answer = Assistant().ask("Why did Haftar reject the ceasefire?")
"""
