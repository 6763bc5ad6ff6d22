"""Errors of the application, branches of the one tree in `posters.errors`."""

from __future__ import annotations

from posters.errors import PostingError


class KioskError(PostingError):
    """Base of the application's errors; the command line prints it and exits with 1."""


class ConfigError(KioskError):
    """A setting in `config.yaml` or `data/` is wrong."""


class IntakeError(KioskError):
    """A file cannot be taken as a catalogue at all."""


class LinkError(KioskError):
    """An address leaves the allowed hosts or cannot be made."""


class StoreError(KioskError):
    """The workspace is missing, damaged or not writable."""


class ReleaseError(KioskError):
    """A release cannot be built, found, published or rolled back."""


class VerifyError(ReleaseError):
    """A release does not hold what it must; it stays unpublished."""
