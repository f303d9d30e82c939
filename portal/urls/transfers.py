"""The addresses of a plan that moves between councils; mounted at the root, before the addresses of a plan."""

from django.urls import path

from portal.views import deciding, take_over, transfers

TRANSFER = "plans/<str:reference>/transfer/"

urlpatterns = [
    path("plans/take-over/", take_over.take_over, name="take_over_plan"),
    path(TRANSFER, transfers.transfer, name="transfer"),
    path(f"{TRANSFER}hand-over/", deciding.decide_about, {"what": "hand-over"}, name="hand_over_plan"),
    path(f"{TRANSFER}tell/", deciding.decide_about, {"what": "tell"}, name="tell_of_transfer"),
    path(f"{TRANSFER}record/", transfers.record, name="handed_record"),
    path(f"{TRANSFER}original/", transfers.original, name="taken_over_original"),
]
