"""The one query as text, and the tags that edit it."""
