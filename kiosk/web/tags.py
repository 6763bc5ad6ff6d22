"""Whether a browser has an answer already: its tag against those that come with the question.

In comes a request, out goes yes or no; what a tag is made of is left to those who answer (RFC 9110, 8.8.3 and 13.1.2).
"""

from __future__ import annotations

from starlette.requests import Request


def has_answer(request: Request, tag: str) -> bool:
    """Whether whoever asks has the answer with this tag, or says that any will do."""
    known_tags = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
    return tag in known_tags or "*" in known_tags
