"""The addresses at which a draft is served, of what was served, and of more time to answer; consent is kept in `plans.urls_serving`."""

from django.urls import path

from portal.views import more_time, serving

PLAN = "plans/<str:reference>/"

urlpatterns = [
    path(f"{PLAN}serve/", serving.serve, name="serve_draft"),
    path(f"{PLAN}serve/preview/<int:number>/", serving.preview, name="serve_preview"),
    path(f"{PLAN}serve/sent/", serving.sent, name="served"),
    path(f"{PLAN}serve/sent/<uuid:uid>/", serving.document, name="issued_document"),
    path(f"{PLAN}more-time/", more_time.more_time, name="more_time"),
    path(f"{PLAN}more-time/<int:number>/", more_time.decide, name="decide_more_time"),
    path(f"{PLAN}more-time/give/<uuid:service>/", more_time.give, name="give_more_time"),
]
