"""The addresses of checking a draft, mounted at plans/<reference>/decide/; what sends letters stands in `portal.urls.deciding`."""

from django.urls import path

from plans.views import amending, checking, ending

urlpatterns = [
    path("send-to-check/", checking.send, name="send_to_check"),
    path("write-again/", checking.reopen, name="reopen_draft"),
    path("check/", checking.check, name="check_draft"),
    path("amend/", amending.start, name="start_amending"),
    path("ending-said/", ending.heard, name="ending_heard"),
    path("ending-appeal/", ending.appealed, name="ending_appealed"),
    path("reassessment-asked/", ending.reassessment_asked, name="reassessment_asked"),
]
