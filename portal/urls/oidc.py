"""The addresses of signing in with the service of one's own council or school."""

from django.urls import path

from portal.views import oidc

urlpatterns = [
    path("sign-in/with/", oidc.ways, name="sign_in_ways"),
    path("sign-in/with/<slug:provider>/", oidc.sign_in_with, name="sign_in_with_service"),
    path("sign-in/with/<slug:provider>/back/", oidc.back, name="sign_in_service_back"),
    path("sign-in/set-up/with/<slug:provider>/", oidc.join_with, name="join_with_service"),
    path("account/confirm/with/<slug:provider>/", oidc.confirm_with, name="confirm_with_service"),
    path("account/services/", oidc.sign_in_services, name="sign_in_services"),
    path("account/services/<slug:provider>/add/", oidc.add_service, name="add_sign_in_service"),
    path("account/services/<slug:provider>/remove/", oidc.remove_service, name="remove_sign_in_service"),
]
