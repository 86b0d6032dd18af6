"""Everything of a document but its table: kind, number, dates, parties, pages, amount in words."""
