"""The addresses of the files of a plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
