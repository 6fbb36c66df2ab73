"""What the chat keeps besides articles: answers with a link, feedback, sessions of logins."""
