"""The addresses at which it stands who holds the rights in a plan, mounted at plans/<reference>/; the letter about it stands in `portal.urls.rights`."""

from django.urls import path

from plans.views import rights

urlpatterns = [
    path("rights/", rights.rights, name="rights"),
    path("rights/parents/<int:number>/", rights.choose, name="choose_for_parent"),
    path("rights/capacity/", rights.capacity, name="record_capacity"),
    path("rights/draft/", rights.draft, name="pass_on_draft"),
    path("rights/recorded/", rights.recorded, name="record_rights_moved"),
]
