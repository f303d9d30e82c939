"""The addresses at which people say something beside a plan."""

from django.urls import path

from portal.views import comments, talk, version

urlpatterns = [
    path("plans/<str:reference>/sections/<str:code>/comments/", comments.open_thread, name="open_thread"),
    path("plans/<str:reference>/versions/<uuid:uid>/", version.version, name="version"),
    path("plans/<str:reference>/versions/<uuid:uid>/comments/", comments.open_version_thread, name="open_version_thread"),
    path("plans/<str:reference>/threads/<uuid:uid>/comments/", comments.answer_thread, name="answer_thread"),
    path("plans/<str:reference>/threads/<uuid:uid>/resolve/", comments.resolve_thread, name="resolve_thread"),
    path("plans/<str:reference>/threads/<uuid:uid>/reopen/", comments.reopen_thread, name="reopen_thread"),
    path("plans/<str:reference>/threads/<uuid:uid>/narrow/", comments.narrow_thread, name="narrow_thread"),
    path("plans/<str:reference>/comments/<uuid:uid>/edit/", comments.edit_comment, name="edit_comment"),
    path("plans/<str:reference>/comments/<uuid:uid>/withdraw/", comments.withdraw_comment, name="withdraw_comment"),
    path("plans/<str:reference>/talk/", talk.talk, name="talk"),
]
