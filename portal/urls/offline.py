"""The addresses of what a browser keeps for when there is no line."""

from django.urls import path

from portal.views import offline

urlpatterns = [
    path("offline/", offline.offline, name="offline"),
    path("sw.js", offline.worker, name="service_worker"),
]
