"""The addresses of an invitation: open it, accept it, ask for another."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
