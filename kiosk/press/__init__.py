"""What printers and the staff who hang sheets get: batches, reprint lists, notices."""
