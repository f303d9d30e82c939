"""The addresses of the personal details in a plan, and of its letters."""

from django.urls import path

from portal.views import details, letters

PLAN = "plans/<str:reference>/"
DETAILS = f"{PLAN}details/"

urlpatterns = [
    path(DETAILS, details.details, name="details"),
    path(f"{DETAILS}child/<slug:what>/", details.change_childs, name="change_childs_details"),
    path(f"{DETAILS}yours/<slug:what>/", details.change_own, name="change_own_details"),
    path(f"{DETAILS}yours/<slug:what>/release/", details.release, name="release_fact"),
    path(f"{DETAILS}yours/<slug:what>/take-back/", details.take_back, name="take_back_release"),
    path(f"{DETAILS}people/<int:number>/<slug:what>/", details.change_card, name="change_card"),
    path(f"{PLAN}letters/", letters.letters, name="letters"),
    path(f"{PLAN}letters/<int:number>/<slug:kind>/", letters.letter, name="letter"),
]
