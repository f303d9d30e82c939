"""The pictures of the guidance. The documents beside them go out by Wagtail's own view, as attachments; files of a case are never here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from permissions.policy import PUBLIC, declare


@declare(PUBLIC, "GET")
def picture(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """Show a picture that a content editor put into the guidance."""
    path = f"{folder}/{name}"
    if not default_storage.exists(path):
        raise Http404
    return FileResponse(default_storage.open(path))
