"""True pixels: what the terminal says it can, and what is written to it past Textual."""
