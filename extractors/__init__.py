"""Bytes to an Invoice: any upload opened, read and proven by arithmetic; `reading.read_document` is the door.

Functions from values to values: no database, no Prefect, and no file that outlives the call or bears a name anyone
else could use. Two things go through temporary files all the same: pictures of pages that wait for their turn
(`memory.put_aside`), and what is handed to Tesseract, a program of its own (`readers.tesseract`). Imports go
programme <- extractors only.
"""
