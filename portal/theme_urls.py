"""The address of the council's colours."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
