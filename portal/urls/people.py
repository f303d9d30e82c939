"""The addresses of opening a plan and of the people in it; mounted at the root, before the addresses of a plan."""

from django.urls import path

from portal.views import held_back, inviting, membership, open_plan, people, supporters

PLAN = "plans/<str:reference>/"
MEMBER = f"{PLAN}people/<int:number>/"

urlpatterns = [
    path("plans/new/", open_plan.open_new_plan, name="open_plan"),
    path(f"{PLAN}people/", people.people, name="people"),
    path(f"{PLAN}people/add/", people.add, name="add_member"),
    path(f"{PLAN}people/supporter/", supporters.choose, name="choose_supporter"),
    path(f"{MEMBER}supporter/end/", supporters.let_go, name="let_supporter_go"),
    path(f"{MEMBER}invite/", inviting.invite, name="invite_member"),
    path(f"{MEMBER}withdraw/", inviting.withdraw, name="withdraw_from_member"),
    path(MEMBER, membership.member, name="member"),
    path(f"{MEMBER}end/", membership.end, name="end_membership"),
    path(f"{MEMBER}limit/", membership.limit, name="limit_membership"),
    path(f"{MEMBER}whole/", membership.lift, name="lift_limit"),
    path(f"{MEMBER}sections/<str:code>/", membership.grant, name="grant_section"),
    path(f"{MEMBER}sections/<str:code>/take-back/", membership.take_back, name="ungrant_section"),
    path(f"{PLAN}held-back/", held_back.held_back, name="held_back"),
    path(f"{PLAN}held-back/<str:code>/", held_back.hold_back, name="hold_back_section"),
    path(f"{PLAN}held-back/<str:code>/release/", held_back.release, name="release_section"),
]
