"""A release on disk: built, published, rolled back, removed, exported."""
