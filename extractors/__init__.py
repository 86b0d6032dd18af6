"""Bytes to an Invoice: any upload opened, read and proven by arithmetic; `reading.read_document` is the door.

Functions from values to values: no database, no files, no Prefect. Imports go programme <- extractors only.
"""
