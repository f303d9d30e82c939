"""Every address of the service. Plans come before Wagtail's catch-all, which would run five to seven queries first."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import (
    account_urls,
    child_urls,
    comment_urls,
    demo_urls,
    details_urls,
    file_urls,
    joining_urls,
    looking_urls,
    mail_urls,
    office_urls,
    oidc_urls,
    people_urls,
    session_urls,
    striking_urls,
    theme_urls,
)
from portal.views import front, guidance_files, health, home, plan, section

handler400 = "portal.views.errors.bad_request"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"

urlpatterns = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("health/", health.health, name="health"),
    *demo_urls.urlpatterns,
    *people_urls.urlpatterns,
    *joining_urls.urlpatterns,
    *session_urls.urlpatterns,
    *office_urls.urlpatterns,
    *mail_urls.urlpatterns,
    *oidc_urls.urlpatterns,
    *account_urls.urlpatterns,
    *theme_urls.urlpatterns,
    *details_urls.urlpatterns,
    *child_urls.urlpatterns,
    *looking_urls.urlpatterns,
    *striking_urls.urlpatterns,
    *file_urls.urlpatterns,
    *comment_urls.urlpatterns,
    path("plans/<str:reference>/", plan.plan, name="plan"),
    path("plans/<str:reference>/thread/", plan.golden_thread, name="golden_thread"),
    path("plans/<str:reference>/sections/<str:code>/", section.section, name="section"),
    path("plans/<str:reference>/versions/", include("plans.urls_versions")),
    path("plans/<str:reference>/", include("plans.urls")),
    path("sign-in/", include("portal.sign_in_urls")),
    re_path(r"^guidance-files/(?P<folder>images|original_images)/(?P<name>\w[\w.-]*)$", guidance_files.picture, name="guidance_picture"),
    path("guidance-documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
