"""Line items and totals: rows, columns, their meaning, and whether they add up."""
