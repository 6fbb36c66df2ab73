"""What is known of an article: its date, its language, and what its head states."""
