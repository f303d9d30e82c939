"""The addresses of the personal details in a plan, and of its letters."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
