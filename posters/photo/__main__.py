"""The process that reads one photo from standard input and writes the symbols in it to standard output as JSON."""

from __future__ import annotations

import sys

from posters.photo.reader import answer_photo

if __name__ == "__main__":
    sys.stdout.write(answer_photo(sys.stdin.buffer.read()))
