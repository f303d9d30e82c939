"""The addresses of one's own account: passkeys, authenticator app, protected sign-in, e-mail address, devices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
