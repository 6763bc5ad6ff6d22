"""What is seen in a photo, and how large one may be: for those who ask another process to decode it."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
MOST_BYTES = 24 << 20
"""Of a photo as it is sent."""


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A symbol read: its text, whether it is a QR code, its corners in pixels, clockwise from its own top left."""

    text: str
    is_qr: bool
    corners: tuple[Point, Point, Point, Point]

    @property
    def middle(self) -> Point:
        """Centre of its corners."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4
