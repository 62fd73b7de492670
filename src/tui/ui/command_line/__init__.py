"""The command line: one line at the bottom, what it would do, and what it offers."""
