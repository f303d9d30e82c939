"""The addresses at which people say something beside a plan."""

from django.urls import path

from portal.views import comments

urlpatterns = [
    path("plans/<str:reference>/sections/<str:code>/comments/", comments.open_thread, name="open_thread"),
    path("plans/<str:reference>/threads/<uuid:uid>/comments/", comments.answer_thread, name="answer_thread"),
]
