"""The addresses of the office: organisations, teams, people, their duties, leaving and cover."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
