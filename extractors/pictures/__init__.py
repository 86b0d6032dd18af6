"""A page as a picture made ready for the readers: ink, ruling lines, dark fields, marker."""
