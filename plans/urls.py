"""The addresses at which a plan is written; the pages that show several rooms together stand in portal."""

from django.urls import path

from plans.urls_answering import urlpatterns as answering
from plans.urls_papers import urlpatterns as papers
from plans.urls_rights import urlpatterns as rights
from plans.urls_serving import urlpatterns as serving
from plans.views import items, quality, sections, texts

urlpatterns = [
    path("sections/<str:code>/edit/", sections.edit_section, name="edit_section"),
    path("sections/<str:code>/text/", texts.section_text, name="section_text"),
    path("sections/<str:code>/words/", texts.section_words, name="section_words"),
    path("sections/<str:code>/history/", sections.section_history, name="section_history"),
    path("sections/<str:code>/add/<str:kind>/", items.add, name="add_item"),
    path("checks/", quality.checks, name="checks"),
    path("checks/<slug:key>/", quality.finding, name="finding"),
    path("items/<uuid:uid>/", items.change, name="change_item"),
    path("items/<uuid:uid>/text/", texts.item_text, name="item_text"),
    path("items/<uuid:uid>/words/", texts.item_words, name="item_words"),
    path("items/<uuid:uid>/ties/", items.tie, name="tie_item"),
    path("items/<uuid:uid>/show/", items.show, name="show_item"),
    path("items/<uuid:uid>/move/", items.move, name="move_item"),
    path("items/<uuid:uid>/take-out/", items.take_out, name="take_out_item"),
    *serving,
    *answering,
    *rights,
    *papers,
]
