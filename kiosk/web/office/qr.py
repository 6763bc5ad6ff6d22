"""A QR code as markup for a page of the office: one path, no picture file, no style.

In comes text, out goes an SVG element. Codes on sheets are drawn elsewhere, and read back.
"""

from __future__ import annotations

import qrcode
from markupsafe import Markup

_QUIET = 4


def draw_code(text: str, label: str = "Mã QR cho ứng dụng xác thực") -> Markup:
    """The code of `text`, said to be `label`, 4 modules of quiet around it (ISO/IEC 18004:2015 6.3.8)."""
    code = qrcode.QRCode(border=_QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    size = len(matrix)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return Markup(
        '<svg class="code" role="img" aria-label="{2}" viewBox="0 0 {0} {0}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>'
    ).format(size, path, label)
