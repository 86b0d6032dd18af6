"""PDFs: their text layer glyph by glyph, how far it can be trusted, and traces of editing."""
