"""Hand a file out: always as an attachment, never as a page; in pieces, so that no file is held in memory whole."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from files import store
from files.kinds import CONTENT_TYPES, PICTURES, Kind
from files.models import StoredFile

_ONE_RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?")
# Where a browser may put an answer: a file to keep, a fetch, and for a picture an image. Never a script, a style, a frame or an object.
_PLACES = frozenset({"", "document", "empty"})


def may_go_there(request: HttpRequest, file: StoredFile) -> bool:
    """Say whether what the browser wants the file for is something that we hand files out for."""
    place = request.headers.get("Sec-Fetch-Dest", "")
    return place in _PLACES or (place == "image" and file.kind in PICTURES)


def hand_out(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Answer with a file that is ready, or with the range of it that was asked for. Whoever calls this has asked access."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # never packed: ranges count the bytes of the file
    found = _range(request, file)
    if found is None:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    first, last = found
    opened = store.path_of(file.stored_as).open("rb")
    opened.seek(first)
    is_part = (first, last) != (0, file.size - 1)
    body: AsyncIterator[bytes] | list[bytes] = [] if request.method == "HEAD" else _pieces(opened, last - first + 1)
    response = StreamingHttpResponse(body, status=206 if is_part else 200)
    response._resource_closers.append(opened.close)  # type: ignore[attr-defined]
    if is_part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return _dressed(response, file)


def hand_out_made(opened: BinaryIO, *, name: str, content_type: str) -> HttpResponseBase:
    """Answer with a file that was just made, always as an attachment; it is closed with the answer. Whoever calls this has asked access."""
    size = opened.seek(0, os.SEEK_END)
    opened.seek(0)
    response = StreamingHttpResponse(_pieces(opened, size), content_type=content_type)
    response._resource_closers.append(opened.close)  # type: ignore[attr-defined]
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return _kept_close(response)


async def _pieces(opened: BinaryIO, left: int) -> AsyncIterator[bytes]:
    while left > 0:
        piece = await asyncio.to_thread(opened.read, min(store.CHUNK, left))
        if not piece:
            return
        left -= len(piece)
        yield piece


def _range(request: HttpRequest, file: StoredFile) -> tuple[int, int] | None:
    """Give the first and last byte that are asked for; None where there is no such range. Several ranges, or one of another state, mean the whole."""
    whole = (0, file.size - 1)
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not asked or not (asked[1] or asked[2]) or request.headers.get("If-Range", _tag(file)) != _tag(file):
        return whole
    if not asked[1]:
        return (max(0, file.size - int(asked[2])), file.size - 1) if int(asked[2]) else None
    first, last = int(asked[1]), min(int(asked[2] or file.size), file.size - 1)
    return (first, last) if first <= last else None


def _tag(file: StoredFile) -> str:
    """Name the state of a file by its random number: a hash would tell whoever has the same report that it is here."""
    return f'"{file.uid}"'


def _dressed(response: HttpResponseBase, file: StoredFile) -> HttpResponseBase:
    response.headers["Content-Type"] = CONTENT_TYPES[Kind(file.kind)]
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = _tag(file)
    return _kept_close(response)


def _kept_close(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
