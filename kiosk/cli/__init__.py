"""The command line."""

from kiosk.cli.app import main

__all__ = ["main"]
