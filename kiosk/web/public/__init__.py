"""Serving what is published, and taking the small news that kiosks send."""
