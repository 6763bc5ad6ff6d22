"""Drawing posters and reading them back. Knows millimetres and codes; imports nothing from `kiosk`."""
