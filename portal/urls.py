"""Every address of the service. Plans come before Wagtail's catch-all, which would run five to seven queries first."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

handler400 = "portal.views.errors.bad_request"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("sign-in/", include("portal.sign_in_urls")),
    path("", include(wagtail_urls)),
]
__all__ = ["handler400", "handler404", "handler500", "settings", "urlpatterns"]
