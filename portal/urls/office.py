"""The addresses of the office: organisations, teams, people, their duties, leaving and cover."""

from django.urls import path

from portal.views import office_leaving, office_organisations, office_people

PERSON = "office/people/<int:number>/"

urlpatterns = [
    path("office/", office_people.front, name="office"),
    path("office/people/", office_people.people, name="office_people"),
    path("office/people/add/", office_people.add, name="office_add_person"),
    path(PERSON, office_people.person, name="office_person"),
    path(f"{PERSON}change/", office_people.change, name="office_change_person"),
    path(f"{PERSON}duties/", office_people.duties, name="office_duties"),
    path(f"{PERSON}invite/", office_people.invite, name="office_invite"),
    path(f"{PERSON}back/", office_people.back, name="office_welcome_back"),
    path(f"{PERSON}withdraw/", office_people.withdraw, name="office_withdraw"),
    path(f"{PERSON}leave/", office_leaving.leave, name="office_leave"),
    path(f"{PERSON}cover/", office_leaving.cover, name="office_cover"),
    path(f"{PERSON}cover/<int:covering>/end/", office_leaving.end, name="office_end_cover"),
    path("office/organisations/", office_organisations.organisations, name="office_organisations"),
    path("office/organisations/add/", office_organisations.add, name="office_add_organisation"),
    path("office/organisations/<int:number>/", office_organisations.organisation, name="office_organisation"),
    path("office/organisations/<int:number>/teams/add/", office_organisations.add_team, name="office_add_team"),
    path("office/teams/<int:number>/", office_organisations.team, name="office_team"),
    path("office/teams/<int:number>/rename/", office_organisations.rename_team, name="office_rename_team"),
    path("office/teams/<int:number>/out/", office_organisations.take_out, name="office_take_out"),
]
