"""The addresses at which a draft is served, and of what was served; consent is kept in `plans.urls_serving`."""

from django.urls import path

from portal.views import serving

PLAN = "plans/<str:reference>/"

urlpatterns = [
    path(f"{PLAN}serve/", serving.serve, name="serve_draft"),
    path(f"{PLAN}serve/preview/<int:number>/", serving.preview, name="serve_preview"),
    path(f"{PLAN}serve/sent/", serving.sent, name="served"),
    path(f"{PLAN}serve/sent/<uuid:uid>/", serving.document, name="issued_document"),
]
