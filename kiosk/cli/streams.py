"""The two output streams, made so that no terminal, pipe or disk behind them can stop the work.

In come `sys.stdout` and `sys.stderr` as the system gave them; out go streams that write what they can: a letter that
the other end cannot show is written without its marks, a reader that went away is no error, and a full disk is
remembered, to be told at the end. What is written is left to `console`.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from typing import Any, TextIO, cast

from kiosk.text import fold

_REPLACED = "kiosk.replaced"
_GONE = {errno.EPIPE, errno.EBADF, errno.ESHUTDOWN, errno.ECONNRESET}
"""The reader went away, or there never was one: nobody misses the output."""


def _replace_letters(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that an encoding lacks: the letters without marks, a question mark for other signs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_simplify_letter, text)), error.end


def _simplify_letter(letter: str) -> str:
    bare = _LIKE.get(letter) or fold(letter)
    if not (len(bare) == 1 and bare.isascii()):
        return "?"
    return bare.upper() if letter.isupper() else bare


_LIKE = {"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "…": ".", "·": "-", "•": "-"}
codecs.register_error(_REPLACED, _replace_letters)


class SteadyStream:
    """A text stream whose writes never fail. `lost`: why a disk did not take the output, None while it does."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lost: OSError | None = None
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_REPLACED)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or drop what nobody can receive."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._give_up(error)
            return len(text)

    def flush(self) -> None:
        """As `write`."""
        try:
            self._stream.flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """From now on everything goes nowhere, what is still buffered too: Python would fail once more at its end."""
        if error.errno not in _GONE:
            self.lost = self.lost or error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


def put_steady_streams() -> tuple[SteadyStream, SteadyStream]:
    """Put steady streams in the place of standard output and standard error; returns them."""
    _occupy_closed()
    # A stream that was closed when Python began is None.
    originals = (sys.stdout or os.fdopen(1, "w", closefd=False), sys.stderr or os.fdopen(2, "w", closefd=False))
    out, err = map(SteadyStream, originals)
    sys.stdout, sys.stderr = cast(TextIO, out), cast(TextIO, err)
    return out, err


def _occupy_closed() -> None:
    """A closed descriptor 0, 1 or 2 would be given to the next file that is opened, and a message written into it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
