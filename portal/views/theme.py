"""The council's colours, as a stylesheet that a browser may keep for ever."""

from django.http import Http404, HttpRequest, HttpResponse

from permissions.policy import PUBLIC, declare
from portal.theme import from_address


@declare(PUBLIC, "GET")
def theme(request: HttpRequest, name: str) -> HttpResponse:
    """Give the stylesheet of this name; a name that the service would not give is not there."""
    css = from_address(name)
    if css is None:
        raise Http404
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=31536000, immutable"})
