"""Metadata of articles: dates, language detection, and front matter."""
