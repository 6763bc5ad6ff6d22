"""From the bytes of a file to grids of text cells, whatever program wrote it."""
