"""Evaluation metrics, each by its usual name, as functions of outcomes or plain numbers."""
