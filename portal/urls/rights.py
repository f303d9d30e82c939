"""The address at which the change of rights is announced in letters."""

from django.urls import path

from portal.views import rights

urlpatterns = [path("plans/<str:reference>/rights/letter/", rights.letter, name="tell_of_rights")]
