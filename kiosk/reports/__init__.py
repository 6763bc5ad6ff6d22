"""Figures: what is published everywhere, and where things stand."""
