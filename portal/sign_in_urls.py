"""allauth's own addresses, of which the portal keeps those that a person without a password needs."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("", views.request_login_code, name="account_request_login_code"),
    path("code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("login/", views.request_login_code, name="account_login"),
    path("sign-up/", views.signup, name="account_signup"),
    path("out/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
