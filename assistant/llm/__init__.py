"""Chat models: loading them, prompts, replies, failures and the tokens that they use."""
