"""The addresses of the child's own page, which somebody opens with the child."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
