"""Turn away what no browser sends: broken UTF-8 and NUL in an address or a form, with a clear page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.views import errors


class BadInput:
    """Answer 400 for bytes that are not text, before a form or a database meets them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 or pass on."""
        is_readable = _is_address(request) and _is_text(request)
        return self.get_response(request) if is_readable else errors.bad_request(request)


def _is_address(request: HttpRequest) -> bool:
    """Say whether an address is of characters: no NUL, nothing where bytes were broken."""
    try:
        request.path.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in request.path and "\ufffd" not in request.path and "%00" not in request.get_full_path()


def _is_text(request: HttpRequest) -> bool:
    """Say whether a form's bytes are UTF-8: Django would read others as Latin-1 and store words that nobody typed. Browsers send ASCII here."""
    if request.content_type != "application/x-www-form-urlencoded" or request.body.isascii():
        return True
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return False
    return True
