"""Every address of the service. Plans come before Wagtail's catch-all, which would run five to seven queries first."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.urls import account as account_urls
from portal.urls import asking as asking_urls
from portal.urls import child as child_urls
from portal.urls import comments as comment_urls
from portal.urls import deciding as deciding_urls
from portal.urls import demo as demo_urls
from portal.urls import details as details_urls
from portal.urls import files as file_urls
from portal.urls import finishing as finishing_urls
from portal.urls import joining as joining_urls
from portal.urls import looking as looking_urls
from portal.urls import mail as mail_urls
from portal.urls import meeting as meeting_urls
from portal.urls import notes as note_urls
from portal.urls import notices as notice_urls
from portal.urls import office as office_urls
from portal.urls import offline as offline_urls
from portal.urls import oidc as oidc_urls
from portal.urls import people as people_urls
from portal.urls import reviews as review_urls
from portal.urls import rights as rights_urls
from portal.urls import serving as serving_urls
from portal.urls import sessions as session_urls
from portal.urls import striking as striking_urls
from portal.urls import theme as theme_urls
from portal.urls import transfers as transfer_urls
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
    *notice_urls.urlpatterns,
    *theme_urls.urlpatterns,
    *offline_urls.urlpatterns,
    *details_urls.urlpatterns,
    *child_urls.urlpatterns,
    *looking_urls.urlpatterns,
    *striking_urls.urlpatterns,
    *serving_urls.urlpatterns,
    *file_urls.urlpatterns,
    *comment_urls.urlpatterns,
    *note_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *deciding_urls.urlpatterns,
    *finishing_urls.urlpatterns,
    *review_urls.urlpatterns,
    *rights_urls.urlpatterns,
    *transfer_urls.urlpatterns,
    *asking_urls.urlpatterns,
    path("plans/<str:reference>/", plan.plan, name="plan"),
    path("plans/<str:reference>/thread/", plan.golden_thread, name="golden_thread"),
    path("plans/<str:reference>/sections/<str:code>/", section.section, name="section"),
    path("plans/<str:reference>/versions/", include("plans.urls_versions")),
    path("plans/<str:reference>/", include("plans.urls")),
    path("plans/<str:reference>/", include("plans.urls_finishing")),
    path("sign-in/", include("portal.urls.sign_in")),
    re_path(r"^guidance-files/(?P<folder>images|original_images)/(?P<name>\w[\w.-]*)$", guidance_files.picture, name="guidance_picture"),
    path("guidance-documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
