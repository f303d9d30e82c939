"""Share a version: the same words, for the whole circle, once."""

import uuid

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotPermitted
from plans.actions.share_version import share_version
from plans.models import PlanVersion
from tests.plans.versions_help import access_of, cut, share, write


def test_a_shared_version_has_the_words_of_the_working_one_and_a_number_of_its_own(world):
    cut(world, note="one")
    write(world, "priya", "B", "need", "Sam needs time")
    working = cut(world, note="two")
    shared = share_version(access_of(world, "marcus"), working.uid, note="Please read", now=world.now)
    assert (shared.kind, shared.number, shared.kind_number, shared.note) == ("shared", 3, 1, "Please read")
    assert (shared.manifest, shared.shares, shared.previous) == (working.manifest, working, working.hash)
    assert LedgerEntry.objects.filter(verb="share_version", object_uid=shared.uid, actor=world.marcus).count() == 1


def test_sharing_again_gives_the_version_that_was_shared(world):
    working = cut(world)
    shared = [share_version(access_of(world, slug), working.uid, note=slug, now=world.now) for slug in ("marcus", "hana")]
    assert shared[0].uid == shared[1].uid
    assert PlanVersion.objects.filter(kind="shared").count() == 1


@pytest.mark.parametrize("slug", ["amara", "priya", "susan"])
def test_whoever_does_not_share_versions_is_told_who_does(world, slug):
    working = cut(world)
    with pytest.raises(NotPermitted, match="coordinator"):
        share_version(access_of(world, slug), working.uid, note="", now=world.now)
    assert not PlanVersion.objects.filter(kind="shared").exists()


def test_what_is_no_working_version_of_this_plan_is_not_there(world):
    shared = share(world)
    for uid in (shared.uid, uuid.uuid4()):
        with pytest.raises(NotFound):
            share_version(access_of(world, "marcus"), uid, note="", now=world.now)


def test_a_note_that_is_too_long_shares_nothing(world):
    working = cut(world)
    with pytest.raises(Invalid):
        share_version(access_of(world, "marcus"), working.uid, note="x" * 501, now=world.now)
    assert not PlanVersion.objects.filter(kind="shared").exists()
