"""The feed list: all, categories, feeds, and what is kept."""
