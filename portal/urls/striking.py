"""The addresses of striking a passage."""

from django.urls import path

from portal.views import striking

STRIKING = "plans/<str:reference>/striking/"

urlpatterns = [
    path(STRIKING, striking.strikes, name="strikes"),
    path(f"{STRIKING}new/", striking.new, name="new_strike"),
    path(f"{STRIKING}<uuid:uid>/", striking.strike, name="strike"),
    path(f"{STRIKING}<uuid:uid>/confirm/", striking.confirm, name="confirm_strike"),
    path(f"{STRIKING}<uuid:uid>/decline/", striking.decline, name="decline_strike"),
]
