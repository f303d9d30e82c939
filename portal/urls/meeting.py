"""The address at which a plan is printed with its talk, for a meeting."""

from django.urls import path

from portal.views import meeting

urlpatterns = [path("plans/<str:reference>/meeting/", meeting.meeting, name="meeting")]
