"""The addresses of the front door, under allauth's names, of which the portal keeps those that a person without a password needs."""

from django.urls import path

from portal.views import sign_in, sign_in_factors

urlpatterns = [
    path("", sign_in.ask_for_code, name="account_request_login_code"),
    path("code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("passkey/", sign_in.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("second/", sign_in_factors.second_factor, name="mfa_authenticate"),
    path("set-up/", sign_in_factors.set_up_factor, name="set_up_factor"),
    path("set-up/app/", sign_in_factors.set_up_app, name="set_up_first_app"),
    path("more-than-a-code/", sign_in_factors.code_is_not_enough, name="code_is_not_enough"),
    path("again/", sign_in.start_again, name="account_start_again"),
    path("login/", sign_in.ask_for_code, name="account_login"),
    path("sign-up/", sign_in.no_sign_up, name="account_signup"),
    path("out/", sign_in.sign_out, name="account_logout"),
    path("signed-out/", sign_in.signed_out, name="account_signed_out"),
    path("inactive/", sign_in.inactive, name="account_inactive"),
]
