"""The addresses of the child's own page, which somebody opens with the child."""

from django.urls import path

from portal.views import child

PAGE = "plans/<str:reference>/child/"

urlpatterns = [
    path(PAGE, child.child, name="childs_page"),
    path(f"{PAGE}say/", child.say, name="childs_say"),
    path(f"{PAGE}helpers/", child.helpers, name="childs_helpers"),
    path(f"{PAGE}helpers/<int:number>/let/", child.let, name="let_help_child"),
    path(f"{PAGE}helpers/<int:number>/take-back/", child.take_back, name="take_back_help"),
]
