"""The addresses of one's own account: passkeys, authenticator app, protected sign-in, e-mail address, devices."""

from django.urls import path

from portal.views import account, account_confirm, account_email, account_factors, help_sign_in

MEMBER = "plans/<str:reference>/people/<int:number>/sign-in/"
PERSON = "people/<uuid:person>/sign-in/"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/protect/", account.protect, name="protect_own_sign_in"),
    path("account/passkeys/add/", account_factors.add_passkey, name="add_passkey"),
    path("account/passkeys/<int:number>/name/", account_factors.rename_passkey, name="rename_passkey"),
    path("account/ways/<int:number>/remove/", account_factors.remove_factor, name="remove_factor"),
    path("account/app/", account_factors.set_up_app, name="set_up_app"),
    path("account/email/", account_email.change_email, name="change_email"),
    path("account/email/code/", account_email.change_email_code, name="change_email_code"),
    path("account/confirm/", account_confirm.confirm, name="confirm"),
    path("account/confirm/passkey/", account_confirm.confirm_passkey, name="confirm_passkey"),
    path("account/confirm/app/", account_confirm.confirm_app, name="confirm_app"),
    path("account/confirm/code/", account_confirm.confirm_code, name="confirm_code"),
    path(MEMBER, help_sign_in.members_sign_in, name="members_sign_in"),
    path(f"{MEMBER}protect/", help_sign_in.protect_member, name="protect_member"),
    path(f"{MEMBER}unprotect/", help_sign_in.unprotect_member, name="unprotect_member"),
    path(f"{MEMBER}recover/", help_sign_in.recover_member, name="recover_member"),
    path(PERSON, help_sign_in.persons_sign_in, name="persons_sign_in"),
    path(f"{PERSON}protect/", help_sign_in.protect_person, name="protect_person"),
    path(f"{PERSON}unprotect/", help_sign_in.unprotect_person, name="unprotect_person"),
    path(f"{PERSON}recover/", help_sign_in.recover_person, name="recover_person"),
]
