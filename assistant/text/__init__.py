"""Names, places and numbers in texts of any language, and words made comparable."""
