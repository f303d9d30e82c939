"""Say of a form where it came from, though the service's pages never tell where a person comes from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OriginOfForms:
    """Stand before Django's check of forms, for pages with "Referrer-Policy: no-referrer".

    Such a page sends its forms with "Origin: null", by the Fetch standard, and Django refuses that. What Origin would have told, the browser then says in
    Sec-Fetch-Site, which no page can set. Browsers before 2023 (Safari before 16.4) say neither: for them the token in form and cookie decides alone, as it
    does for everybody after this; neither their session cookie (SameSite) nor another site's token (__Host-) comes with a form from elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put this service's own origin in the place of "null" where the browser says that the form is ours."""
        if request.META.get("HTTP_ORIGIN") == "null" and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
