"""The addresses of an invitation: open it, accept it."""

from django.urls import path

from portal.views import joining

urlpatterns = [
    path("join/", joining.accept, name="join"),
    path("join/<path:token>", joining.invitation, name="invitation"),
]
