"""Verdicts: finished files are read back and compared with what must be there."""
