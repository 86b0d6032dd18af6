"""Tesseract and rapidocr behind one interface, and what they are asked of single cells and signs."""
