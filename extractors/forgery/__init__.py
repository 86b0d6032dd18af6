"""Digits and patches that were put into a picture."""
