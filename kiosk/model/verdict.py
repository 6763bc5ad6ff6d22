"""What reading a release back has shown."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_READ = 0.999
"""Share of readings under bad conditions that must succeed (`posters.hardship`); in good ones every single one must."""


@dataclass(frozen=True, slots=True)
class SiteCoverage:
    """What reading one site's finished files back has shown: counts, and every gap with its cause."""

    code: str
    required: int
    on_paper: int
    on_page: int
    entry_links: int
    search_links: int
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of reading a release back; it speaks only of the manifest whose digest it names. `hard_tried` and
    `hard_unread` are readings under bad conditions: how many, and which did not succeed."""

    manifest: str
    sheets_read: int
    pages_compared: int
    codes_read: int
    files_hashed: int
    problems: tuple[str, ...]
    sites: tuple[SiteCoverage, ...]
    hard_tried: int = 0
    hard_unread: tuple[str, ...] = ()

    @property
    def hard_share(self) -> float:
        """Share of the readings under bad conditions that succeeded; 1 where none was made."""
        return 1 - len(self.hard_unread) / self.hard_tried if self.hard_tried else 1.0

    @property
    def passed(self) -> bool:
        """Whether nothing at all was found wrong in good conditions, and enough was read in bad ones."""
        whole = not self.problems and not any(s.gaps for s in self.sites)
        return whole and self.hard_share >= LEAST_READ
