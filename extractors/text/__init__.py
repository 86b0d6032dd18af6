"""Words in rows and cells, the labels among them, and what a wording says by itself."""
