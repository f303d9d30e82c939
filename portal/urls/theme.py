"""The address of the council's colours."""

from django.urls import path

from portal.views import theme

urlpatterns = [path("theme/<str:name>", theme.theme, name="theme")]
