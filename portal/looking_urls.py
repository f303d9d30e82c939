"""The addresses of who has looked, of break-glass and of conflicts of interest."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
