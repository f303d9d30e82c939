"""The addresses at which somebody asks for an assessment, and at which the council has what was sent."""

from django.urls import path

from portal.views import asking

urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("ask/<uuid:uid>/check/", asking.check, name="check_asking"),
    path("ask/<uuid:uid>/throw-away/", asking.throw_away, name="drop_asking"),
    path("ask/<uuid:uid>/<slug:slug>/", asking.step, name="ask_step"),
    path("requests/", asking.waiting, name="waiting_requests"),
    path("requests/<uuid:uid>/", asking.one_waiting, name="waiting_request"),
]
