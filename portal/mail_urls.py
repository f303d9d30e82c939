"""The addresses of the mail that could not be sent, and of the receipts of GOV.UK Notify."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
