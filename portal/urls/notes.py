"""The addresses of the council's own notes."""

from django.urls import path

from portal.views import notes

NOTES = "plans/<str:reference>/notes/"

urlpatterns = [
    path(NOTES, notes.notes, name="notes"),
    path(f"{NOTES}<uuid:uid>/", notes.note, name="note"),
    path(f"{NOTES}<uuid:uid>/withdraw/", notes.withdraw, name="withdraw_note"),
]
