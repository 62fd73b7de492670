"""The article, typeset."""
