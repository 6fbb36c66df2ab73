"""Access to the web chat: logins, roles, sessions, and the sites whose pages may ask."""
