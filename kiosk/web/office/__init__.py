"""The office in a browser: pages on which the staff see what is to be done, and do it."""
