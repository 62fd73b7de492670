"""Files that come with articles: what there is, and what is being downloaded."""
