"""The addresses of the demo; each of them is a page that does not exist where DEMO is off."""

from django.urls import path

from portal.views import demo

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/mail/", demo.demo_mail, name="demo_mail"),
]
