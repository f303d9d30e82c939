"""The addresses at which a plan in force is reviewed."""

from django.urls import path

from plans.views import reviews
from portal.views import deciding
from portal.views import reviews as writing

REVIEW = "plans/<str:reference>/review/"

urlpatterns = [
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}schedule/", reviews.schedule, name="schedule_review"),
    path(f"{REVIEW}invite/", writing.invite, name="invite_to_review"),
    path(f"{REVIEW}views/", reviews.views, name="review_views"),
    path(f"{REVIEW}advice/<int:number>/", reviews.advice, name="review_advice"),
    path(f"{REVIEW}circulate/", writing.circulate, name="circulate_advice"),
    path(f"{REVIEW}meeting/", reviews.meeting, name="hold_review"),
    path(f"{REVIEW}report/", writing.report, name="review_report"),
    path(f"{REVIEW}call-off/", writing.call_off, name="call_off_review"),
    path(f"{REVIEW}keep/", deciding.decide_about, {"what": "keep"}, name="keep_plan"),
    path(f"{REVIEW}change/", reviews.change, name="change_after_review"),
    path(f"{REVIEW}ask/", reviews.ask, name="ask_early_review"),
    path(f"{REVIEW}asked/<uuid:uid>/", writing.asked, name="answer_early_review"),
    path(f"{REVIEW}<uuid:uid>/", reviews.review, name="past_review"),
]
