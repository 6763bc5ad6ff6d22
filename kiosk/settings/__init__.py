"""Checked settings, the city's tables and the only maker of addresses."""
