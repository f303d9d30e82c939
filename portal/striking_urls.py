"""The addresses of striking a passage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
