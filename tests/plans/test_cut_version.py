"""Cut a version: put-forward words only, canonical, chained, once."""

import hashlib
import hmac
import json

import pytest
from django.conf import settings

from permissions import grants
from permissions.models import LedgerEntry, Membership
from permissions.refusals import Invalid, NotFound, NotPermitted
from plans.actions.cut_version import cut_version
from plans.actions.keep_item import keep_item
from plans.actions.retire_item import retire_item
from plans.actions.share_version import share_version
from plans.models import PlanVersion, SectionBlob
from plans.record.canonical import canonical, read_section, section_json
from tests.plans.versions_help import access_of, cut, narrate, rewrite, write
from tests.world import SAM


def content_of(version, code):
    return json.loads(SectionBlob.objects.get(plan=version.plan, sha256=version.manifest[code]).content)


def test_a_section_is_kept_word_for_word_with_everything_that_decides_who_reads_it(world):
    narrate(world, "marcus", "F", "All amounts are for term time.")
    need = write(world, "okafor", "B", "need", "Sam finds long instructions hard.")
    help_ = write(
        world,
        "lena",
        "F",
        "provision",
        "Speech sessions",
        comes_from=(need,),
        minutes=30,
        sessions=2,
        per="week",
        starts_on=world.today,
        is_safety=True,
        source="SALT advice",
    )
    section = content_of(cut(world), "F")
    assert section == {
        "schema": 1,
        "section": "F",
        "narrative": "All amounts are for term time.",
        "none_identified": False,
        "items": [
            {
                "uid": str(help_.uid),
                "kind": "provision",
                "text": "Speech sessions",
                "position": 1,
                "author": {"uid": str(world.lena.uid), "name": "Lena Novak", "role": "therapist"},
                "source": "SALT advice",
                "is_safety": True,
                "is_travel": False,
                "leads_to": [],
                "comes_from": [str(need.uid)],
                "spec": {
                    "delivered_by": "", "qualification": "", "sessions": 2, "per": "week", "minutes": 30, "grouping": "", "children_max": None,
                    "adults": None, "where": "", "weeks_a_year": None, "starts_on": world.today.isoformat(), "ends_on": None, "review": "",
                    "flexibility_reason": "",
                },
            }
        ],
    }  # fmt: skip


def test_a_kept_or_retired_item_is_in_no_version_and_leaves_no_gap_nor_link(world):
    write(world, "amara", "A", "voice", "SECRETWORD nobody knows", put_forward=False)
    hope = write(world, "amara", "A", "aspiration", "Sam has friends")
    taken_back = write(world, "priya", "B", "need", "TAKENBACK", comes_from=(hope,))
    keep_item(world.priya, SAM, taken_back.uid, today=world.today, now=world.now)
    retired = write(world, "priya", "B", "need", "RETIRED", comes_from=(hope,))
    retire_item(world.priya, SAM, retired.uid, today=world.today, now=world.now)
    version = cut(world)
    assert not any(word in blob.content for blob in SectionBlob.objects.all() for word in ("SECRETWORD", "TAKENBACK", "RETIRED"))
    (kept,) = content_of(version, "A")["items"]
    assert (kept["text"], kept["position"], kept["leads_to"]) == ("Sam has friends", 1, [])


def test_what_somebody_keeps_changes_no_hash(world):
    write(world, "amara", "A", "voice", "Sam likes maps")
    first = cut(world, note="one")
    write(world, "amara", "A", "voice", "A thought that she keeps", put_forward=False)
    assert cut(world, note="two").manifest == first.manifest


def test_the_chain_covers_every_fact_and_is_signed(world):
    first = cut(world, note="one")
    write(world, "priya", "B", "need", "Something new")
    second = cut(world, note="two")
    assert (first.number, second.number, first.kind_number, second.kind_number) == (1, 2, 1, 2)
    assert (first.previous, second.previous) == ("", first.hash)
    facts = {
        "circle": str(world.sam.circle.uid),
        "uid": str(second.uid),
        "number": 2,
        "kind": "working",
        "kind_number": 2,
        "note": "two",
        "shares": "",
        "manifest": second.manifest,
        "cut_by": str(world.marcus.uid),
        "cut_at": world.now.isoformat(timespec="microseconds"),
        "key_id": settings.RECORD_KEY_ID,
    }
    text = first.hash + json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert second.hash == hashlib.sha256(text.encode()).hexdigest()
    assert second.mac == hmac.new(settings.RECORD_KEY.encode(), second.hash.encode(), "sha256").hexdigest()


def test_a_section_that_did_not_change_is_stored_once(world):
    cut(world, note="one")
    before = SectionBlob.objects.count()
    write(world, "priya", "B", "need", "Something new")
    cut(world, note="two")
    assert (before, SectionBlob.objects.count()) == (12, 13)


def test_the_same_form_posted_twice_makes_one_version_and_one_entry(world):
    assert cut(world).uid == cut(world).uid
    assert PlanVersion.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="cut_version", actor=world.marcus).count() == 1
    assert cut(world, note="another reason").number == 2


def test_a_new_version_is_cut_when_words_changed_under_the_same_note(world):
    need = write(world, "priya", "B", "need", "Sam needs time")
    cut(world)
    rewrite(world, "priya", need, "Sam needs more time")
    assert cut(world).number == 2


@pytest.mark.parametrize("slug", ["amara", "joel", "pam", "priya", "okafor", "corinne", "susan", "sonia"])
def test_whoever_does_not_cut_versions_is_told_who_does(world, slug):
    with pytest.raises(NotPermitted, match="coordinator"):
        cut(world, slug)
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize("slug", ["marcus", "tess", "hana"])
def test_coordinator_writer_and_manager_cut_versions(world, slug):
    assert cut(world, slug).cut_by == getattr(world, slug)


@pytest.mark.parametrize("note", ["", "   ", "x" * 501])
def test_a_version_without_a_fitting_note_is_not_cut(world, note):
    with pytest.raises(Invalid):
        cut(world, note=note)
    assert not SectionBlob.objects.exists()


@pytest.mark.parametrize("many", [1, 50])
def test_a_cut_costs_the_same_for_one_item_and_for_fifty(world, many, django_assert_num_queries):
    for number in range(many):
        write(world, "priya", "B", "need", f"Need {number}")
    access = access_of(world, "marcus")
    from plans.actions.cut_version import cut_version

    with django_assert_num_queries(19):
        cut_version(access, note="Counted", now=world.now)


def test_canonical_json_is_composed_sorted_and_without_floats():
    assert canonical({"b": "e\u0301", "a": [1, True, None]}) == '{"a":[1,true,null],"b":"é"}'
    with pytest.raises(TypeError):
        canonical({"hours": 1.5})


def test_a_section_reads_back_as_it_was_written(world):
    need = write(world, "priya", "B", "need", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ 😀")
    write(world, "lena", "F", "provision", "Help", comes_from=(need,))
    content = SectionBlob.objects.get(sha256=cut(world).manifest["F"]).content
    assert section_json(read_section(content)) == content
    with pytest.raises(ValueError, match="shape 2"):
        read_section(content.replace('"schema":1', '"schema":2'))


def test_whoever_lost_the_place_after_opening_the_page_cuts_and_shares_nothing(world):
    access = access_of(world, "tess")
    version = cut_version(access, note="Before", now=world.now)
    grants.end_role(Membership.objects.get(user=world.tess, content_object=world.sam.circle), now=world.now)
    with pytest.raises(NotFound):
        cut_version(access, note="After", now=world.now)
    with pytest.raises(NotFound):
        share_version(access, version.uid, note="", now=world.now)
    assert PlanVersion.objects.filter(plan=world.sam).count() == 1
