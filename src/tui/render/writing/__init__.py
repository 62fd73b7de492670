"""Articles written for elsewhere: Markdown, one HTML page, a book."""
