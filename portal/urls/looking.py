"""The addresses of who has looked, of break-glass and of conflicts of interest."""

from django.urls import path

from portal.views import looking

PLAN = "plans/<str:reference>/"

urlpatterns = [
    path("break-glass/", looking.open_by_glass, name="break_glass"),
    path("break-glass/<int:number>/later/", looking.delay, name="delay_telling"),
    path(f"{PLAN}who-has-looked/", looking.looked, name="who_has_looked"),
    path(f"{PLAN}conflict/", looking.declare_interest, name="declare_conflict"),
    path(f"{PLAN}conflicts/", looking.conflicts, name="conflicts"),
    path(f"{PLAN}conflicts/<int:number>/end/", looking.end, name="end_conflict"),
]
