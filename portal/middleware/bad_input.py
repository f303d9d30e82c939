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
        address = request.get_full_path()
        if "\x00" in request.path or "%00" in address or "\ufffd" in request.path:
            return errors.bad_request(request)
        return self.get_response(request)
