"""What an upload is, and what needs no reading: its kind by content, pictures in any format, KSeF XML."""
