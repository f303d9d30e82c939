"""The addresses of notices and of what changed since one last looked."""

from django.urls import path

from portal.views import notices

PLAN = "plans/<str:reference>/"

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/seen/", notices.seen, name="notices_seen"),
    path("account/notices/", notices.choices, name="notice_choices"),
    path(f"{PLAN}since/", notices.since, name="since"),
    path(f"{PLAN}since/seen/", notices.seen_changes, name="since_seen"),
]
