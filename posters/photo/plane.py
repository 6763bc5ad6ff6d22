"""From millimetres on a sheet to pixels of a photo: the projective map that fits pairs of points best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_MM, _PIXELS = 100.0, 1000.0
"""Units in which the equations are solved, so that all their numbers are near one."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Eight coefficients of (a x + b y + c) / (g x + h y + 1), (d x + e y + f) / (g x + h y + 1)."""

    values: tuple[float, ...]

    def to_photo(self, point: Point) -> Point:
        """Where a point of the sheet is in the photo."""
        a, b, c, d, e, f, g, h = self.values
        x, y = point[0] / _MM, point[1] / _MM
        w = g * x + h * y + 1
        return (a * x + b * y + c) / w * _PIXELS, (d * x + e * y + f) / w * _PIXELS

    def to_sheet(self, point: Point) -> Point:
        """Which point of the sheet is seen there. Raises ZeroDivisionError on the horizon."""
        a, b, c, d, e, f, g, h = self.values
        u, v = point[0] / _PIXELS, point[1] / _PIXELS
        p, q, r = a - g * u, b - h * u, u - c
        s, t, z = d - g * v, e - h * v, v - f
        determinant = p * t - q * s
        return (r * t - q * z) / determinant * _MM, (p * z - r * s) / determinant * _MM


def fit_projection(pairs: Sequence[tuple[Point, Point]]) -> Projection | None:
    """The map of at least four (sheet, photo) pairs with the smallest squared error, None where they fix none."""
    rows: list[tuple[list[float], float]] = []
    for on_sheet, in_photo in pairs:
        x, y = on_sheet[0] / _MM, on_sheet[1] / _MM
        u, v = in_photo[0] / _PIXELS, in_photo[1] / _PIXELS
        rows.append(([x, y, 1, 0, 0, 0, -u * x, -u * y], u))
        rows.append(([0, 0, 0, x, y, 1, -v * x, -v * y], v))
    normal = [[sum(row[i] * row[j] for row, _ in rows) for j in range(8)] for i in range(8)]
    right = [sum(row[i] * value for row, value in rows) for i in range(8)]
    solved = _solve_system(normal, right)
    return None if solved is None else Projection(tuple(solved))


def fit_affine(pairs: Sequence[tuple[Point, Point]]) -> Projection | None:
    """As `fit_projection` for a plane that is seen without perspective: steady where all pairs lie close together, as
    the corners of one symbol do."""
    rows = [(on_sheet[0] / _MM, on_sheet[1] / _MM, 1.0) for on_sheet, _ in pairs]
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    values: list[float] = []
    for axis in range(2):
        right = [
            sum(row[i] * point[axis] / _PIXELS for row, (_, point) in zip(rows, pairs, strict=True)) for i in range(3)
        ]
        solved = _solve_system(normal, right)
        if solved is None:
            return None
        values += solved
    return Projection((*values, 0.0, 0.0))


def _solve_system(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """Gaussian elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    count = len(rows)
    for i in range(count):
        pivot = max(range(i, count), key=lambda k: abs(rows[k][i]))
        if abs(rows[pivot][i]) < 1e-12:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(count):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]
