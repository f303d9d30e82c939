"""The addresses at which something is decided about a request, or a case ends; mounted at the root, before the addresses of a plan."""

from django.urls import include, path

from portal.views import deciding, ending

DECIDE = "plans/<str:reference>/decide/"

urlpatterns = [
    path(f"{DECIDE}assess/", deciding.decide_about, {"what": "assess"}, name="decide_assessment"),
    path(f"{DECIDE}plan/", deciding.decide_about, {"what": "plan"}, name="decide_plan"),
    path(f"{DECIDE}overturned/", deciding.decide_about, {"what": "overturned"}, name="overturn_decision"),
    path(f"{DECIDE}withdrawn/", deciding.decide_about, {"what": "withdrawn"}, name="withdraw_request"),
    path(f"{DECIDE}not-amending/", deciding.decide_about, {"what": "not-amending"}, name="leave_plan_as_it_is"),
    path(f"{DECIDE}moved/", deciding.moved, name="record_move"),
    path(f"{DECIDE}died/", deciding.died, name="record_death"),
    path(f"{DECIDE}request/", deciding.request_received, name="request_received"),
    path(f"{DECIDE}request/original/", deciding.original, name="request_original"),
    path(f"{DECIDE}consider-ending/", ending.decide_about_ending, {"what": "consider"}, name="consider_ending"),
    path(f"{DECIDE}ending/", ending.decide_about_ending, {"what": "decide"}, name="decide_ending"),
    path(f"{DECIDE}go-on/", ending.decide_about_ending, {"what": "go-on"}, name="go_on_with_plan"),
    path(f"{DECIDE}end/", ending.decide_about_ending, {"what": "end"}, name="end_plan"),
    path(f"{DECIDE}reassess/", ending.decide_about_ending, {"what": "reassess"}, name="decide_reassessment"),
    path(DECIDE, include("plans.urls_deciding")),
    path("plans/<str:reference>/documents/", include("plans.urls_documents")),
]
