"""Every column into which somebody types stands in the list from which a passage is struck, or here with the reason why it does not."""

from django.apps import apps
from django.db import models

from portal.striking import EVERYWHERE
from tests.architecture.test_models import OF_A_CASE

# A fact in a field of its own, with readers of its own: it is changed there, and keeps no history. Nothing of it is in the words of a plan.
KEPT_BY_ITS_OWN_READERS = {
    "permissions.Child": {"first_name", "last_name", "called", "search_name"},
    "permissions.Contact": {
        "relationship",
        "phone",
        "address",
        "safe_times",
        "safe_wording",
        "first_language",
        "interpreter",
        "access_needs",
    },
    "permissions.User": {"email", "name", "called", "password"},
    "permissions.Invitation": {"*"},
    "permissions.Organisation": {"*"},
    "permissions.Team": {"*"},
}
# Made by the service, never typed: numbers, codes, hashes, names of acts and roles.
NEVER_TYPED = {
    "permissions.Circle": {"reference", "ledger_hash"},
    "permissions.LedgerEntry": {"*"},
    "permissions.ServiceEntry": {"*"},
    "permissions.SectionType": {"*"},
    "permissions.Membership": {"stands_for"},
    "permissions.TeamMembership": {"stands_for"},
    "plans.Item": {"author_role"},
    "plans.Wording": {"state", "role", "others"},
    "plans.TextUpdate": {"role"},
    "plans.VoiceSpec": {"language"},
    "plans.SectionBlob": {"sha256"},
    "plans.PlanVersion": {"manifest", "previous", "hash", "mac", "key_id"},
    "plans.Service": {"role"},
    "plans.Plan": {"rights"},
    "plans.Suggestion": {"role"},
    "plans.Agreement": {"role", "sha256"},
    "plans.IssuedDocument": {"sha256"},
    "plans.SchoolConsultation": {"email", "key_hash"},
    "plans.ReviewInvitee": {"role"},
    "plans.ReviewAdvice": {"role"},
    "plans.ReviewRequest": {"role"},
    "plans.TrackedChange": {"field"},
    "plans.QualityReason": {"check_id", "section", "words_hash", "role"},
    "plans.Strike": {"mac"},
    "plans.StruckText": {"table", "field", "before", "after", "mac"},
    "comments.Comment": {"author_role"},
    "comments.Note": {"author_role"},
    "comments.Turn": {"role"},
    "files.StoredFile": {"stored_as", "sha256", "verdict"},
}
CLOSED = {
    name: KEPT_BY_ITS_OWN_READERS.get(name, set()) | NEVER_TYPED.get(name, set()) for name in {**KEPT_BY_ITS_OWN_READERS, **NEVER_TYPED}
}


def columns_of_words(model: type[models.Model]) -> set[str]:
    """Name the columns of a table that can hold words."""
    return {
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
    }


def struck(model: type[models.Model]) -> set[str]:
    """Name the columns of a table from which a passage is struck."""
    return {column for place in EVERYWHERE if place.model is model for column in place.columns}


def forgotten(model: type[models.Model]) -> set[str]:
    """Name the columns of words that stand in no list."""
    closed = CLOSED.get(model._meta.label, set())
    return set() if closed == {"*"} else columns_of_words(model) - struck(model) - closed


def test_no_column_of_words_is_forgotten():
    found = {model._meta.label: forgotten(model) for model in OF_A_CASE if not model._meta.auto_created and forgotten(model)}
    assert found == {}


def test_a_column_is_either_struck_or_said_to_be_none():
    assert {place.model._meta.label for place in EVERYWHERE if struck(place.model) & CLOSED.get(place.model._meta.label, set())} == set()


def test_a_column_that_stands_in_no_list_would_be_found():
    item = apps.get_model("plans", "Item")
    assert columns_of_words(item) == {"text", "source", "author_role"}
    assert forgotten(item) == set()
    assert columns_of_words(apps.get_model("comments", "Comment")) - struck(item) == {"author_role"}
