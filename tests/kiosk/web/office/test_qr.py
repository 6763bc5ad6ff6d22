"""The code for an authenticator reads as what it says."""

from __future__ import annotations

import io

import resvg_py
import zxingcpp
from PIL import Image

from kiosk.web.office.qr import draw_code


def test_the_code_reads_back() -> None:
    text = "otpauth://totp/Sở%20A:lan?secret=ABCDEFGH&issuer=Sở"
    markup = str(draw_code(text)).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    png = bytes(resvg_py.svg_to_bytes(svg_string=markup, width=400, height=400))
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(png)))
    assert read is not None and read.text == text
