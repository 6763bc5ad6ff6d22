"""What browsers get: kiosk pages, their data files, and the start page."""
