"""The addresses at which something is decided about a request, or a case ends; mounted at the root, before the addresses of a plan."""

from django.urls import include, path

from portal.views import deciding

DECIDE = "plans/<str:reference>/decide/"

urlpatterns = [
    path(f"{DECIDE}assess/", deciding.decide_about, {"what": "assess"}, name="decide_assessment"),
    path(f"{DECIDE}plan/", deciding.decide_about, {"what": "plan"}, name="decide_plan"),
    path(f"{DECIDE}overturned/", deciding.decide_about, {"what": "overturned"}, name="overturn_decision"),
    path(f"{DECIDE}withdrawn/", deciding.decide_about, {"what": "withdrawn"}, name="withdraw_request"),
    path(f"{DECIDE}moved/", deciding.moved, name="record_move"),
    path(f"{DECIDE}died/", deciding.died, name="record_death"),
    path(f"{DECIDE}request/", deciding.request_received, name="request_received"),
    path(f"{DECIDE}request/original/", deciding.original, name="request_original"),
    path(DECIDE, include("plans.urls_deciding")),
    path("plans/<str:reference>/documents/", include("plans.urls_documents")),
]
