"""From a scan or photo to the upright, flat page: its sheet, its turn, its bends."""
