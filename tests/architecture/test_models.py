"""What the tables may know of each other, and where no table of a case may ever stand."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from permissions import append_only

# From the top of the house down; whatever is not ours (Wagtail, guardian, Django) lies below all of it.
ROOMS = ("portal", "reviews", "comments", "advice", "plans", "aboutme", "permissions", "files")
OURS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ROOMS]
OF_A_CASE = [model for model in OURS if model._meta.app_label != "portal"]
OF_THE_RECORD = {
    "permissions_ledgerentry",
    "plans_happening",
    "plans_sectionblob",
    "plans_planversion",
    "plans_service",
    "plans_trackedchange",
    "plans_wording",
}


def level(label: str) -> int:
    """Say how deep a room lies; the deeper the number, the fewer rooms it may know."""
    return ROOMS.index(label) if label in ROOMS else len(ROOMS)


def upward(label: str, other: str) -> bool:
    """Say whether a key from one room to the other would lead upwards."""
    return level(other) < level(label)


def keys(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    """Give every field of a model that points to another table."""
    return [(field.name, field.related_model) for field in model._meta.get_fields() if field.remote_field and not field.auto_created]


def test_every_key_points_within_its_room_or_downwards():
    found = [
        (model.__name__, name) for model in OURS for name, other in keys(model) if upward(model._meta.app_label, other._meta.app_label)
    ]
    assert len(OURS) > 20
    assert found == []


@pytest.mark.parametrize(("label", "other"), [("plans", "comments"), ("permissions", "plans"), ("plans", "portal")])
def test_a_key_that_points_upwards_would_be_found(label, other):
    assert upward(label, other)


@pytest.mark.parametrize(
    ("label", "other"), [("plans", "plans"), ("comments", "permissions"), ("permissions", "auth"), ("plans", "wagtailcore")]
)
def test_a_key_within_a_room_downwards_or_to_a_library_is_fine(label, other):
    assert not upward(label, other)


def test_the_keys_that_are_looked_at_are_all_of_them():
    section = apps.get_model("plans", "Section")
    assert ("plan", apps.get_model("plans", "Plan")) in keys(section)
    assert "items" not in [name for name, _ in keys(section)]


def test_no_table_of_a_case_is_a_snippet():
    assert [model.__name__ for model in get_snippet_models() if model in OF_A_CASE] == []


def test_no_table_of_a_case_is_in_the_search_index():
    assert [model.__name__ for model in get_indexed_models() if model in OF_A_CASE] == []


def test_no_table_of_a_case_is_in_the_index_of_references():
    followed = ReferenceIndex.tracked_models | ReferenceIndex.indexed_models
    assert [model.__name__ for model in followed if model in OF_A_CASE] == []


def test_no_table_of_a_case_has_a_place_in_an_admin():
    assert not apps.is_installed("django.contrib.admin")
    # Wagtail brings its list of people itself; the gate in front of it is tested in tests/portal/test_side_doors.py.
    assert [model.__name__ for model in _models_in_the_admin() if model in OF_A_CASE] == ["User"]


def test_the_registries_of_the_admin_are_really_read():
    assert apps.get_model("portal", "GuidancePage") in get_indexed_models()
    assert apps.get_model("portal", "GuidancePage") in ReferenceIndex.indexed_models
    assert apps.get_model("wagtailimages", "Image") in _models_in_the_admin()


def _models_in_the_admin():
    """Give the models of every set of views that the admin has, once its addresses are loaded."""
    assert get_resolver().url_patterns
    return [getattr(viewset, "model", None) for viewset in viewsets.viewsets]


def test_every_table_of_the_record_is_append_only():
    assert set(append_only.guarded_tables()) >= OF_THE_RECORD


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers():
    assert append_only.missing() == []
