"""The addresses of a plan's versions, mounted at plans/<reference>/versions/; a version itself is read in `portal.views.version`, with its talk."""

from django.urls import path

from plans.views import versions

urlpatterns = [
    path("", versions.versions, name="versions"),
    path("new/", versions.cut, name="cut_version"),
    path("compare/", versions.compare, name="compare_versions"),
    path("<uuid:uid>/share/", versions.share, name="share_version"),
    path("<uuid:uid>/pdf/", versions.pdf, name="version_pdf"),
]
