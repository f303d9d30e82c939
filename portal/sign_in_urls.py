"""The addresses of the front door, under allauth's names, of which the portal keeps those that a person without a password needs."""

from django.urls import path

from portal.views import sign_in

urlpatterns = [
    path("", sign_in.ask_for_code, name="account_request_login_code"),
    path("code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("again/", sign_in.start_again, name="account_start_again"),
    path("login/", sign_in.ask_for_code, name="account_login"),
    path("sign-up/", sign_in.no_sign_up, name="account_signup"),
    path("out/", sign_in.sign_out, name="account_logout"),
    path("signed-out/", sign_in.signed_out, name="account_signed_out"),
    path("inactive/", sign_in.inactive, name="account_inactive"),
]
