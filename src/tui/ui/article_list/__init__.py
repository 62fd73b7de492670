"""The article list: a window over any number of articles."""
