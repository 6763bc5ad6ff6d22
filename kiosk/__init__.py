"""The posting kiosk: catalogue, listings, releases, command line and web."""
