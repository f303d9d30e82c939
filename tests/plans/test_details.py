"""Personal details: who reads which fact, who changes it, who opens it to others and takes that back."""

import pytest

from permissions import grants
from permissions.models import Contact, LedgerEntry, Membership, Release, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted, Stale
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.access.details import ChildsFact, Fact, reads
from plans.actions.limit_membership import limit_membership
from plans.actions.release_fact import release_fact
from plans.actions.save_childs_details import save_childs_details
from plans.actions.save_details import save_details
from plans.actions.take_back_release import take_back_release
from plans.queries.details import mark_of, read_cover, read_details, read_holders
from tests.world import SAM

HOME = "7 Safe Harbour Row"
PROFESSIONALS, EVERYONE = Release.Readers.PROFESSIONALS, Release.Readers.EVERYONE
ALL = ("amara", "joel", "pam", "priya", "owen", "okafor", "lena", "rao", "grace", "marcus", "hana", "tess", "susan", "corinne", "sonia")

# Written by hand: who reads a fact of Amara's card before and after she opens it.
READERS = {
    (Fact.ADDRESS, ""): {"amara", "marcus", "hana"},
    (Fact.CHILD_LIVES_HERE, ""): {"amara", "marcus", "hana"},
    (Fact.PHONE, ""): {"amara", "marcus", "hana"},
    (Fact.EMAIL, ""): {"amara", "marcus", "hana"},
    (Fact.CHANNEL, ""): {"amara", "marcus", "hana"},
    (Fact.SAFE_TIMES, ""): {"amara", "marcus", "hana"},
    (Fact.SAFE_WORDING, ""): {"amara", "marcus", "hana"},
    (Fact.FIRST_LANGUAGE, ""): {"amara", "marcus", "hana", "tess", "susan", "corinne", "priya", "okafor", "lena", "rao", "grace"},
    (Fact.INTERPRETER, ""): {"amara", "marcus", "hana", "tess", "susan", "corinne", "priya", "okafor", "lena", "rao", "grace"},
    (Fact.ACCESS_NEEDS, ""): {"amara", "marcus", "hana", "tess", "susan", "corinne", "priya", "okafor", "lena", "rao", "grace"},
    (Fact.ADDRESS, "professionals"): {"amara", "marcus", "hana", "priya", "okafor", "lena", "rao", "grace"},
    (Fact.CHILD_LIVES_HERE, "professionals"): {"amara", "marcus", "hana", "priya", "okafor", "lena", "rao", "grace"},
    (Fact.PHONE, "professionals"): {"amara", "marcus", "hana"},
    (Fact.ADDRESS, "everyone"): set(ALL),
    (Fact.SAFE_WORDING, "everyone"): {"amara", "marcus", "hana"},
}


def access_of(world, slug):
    return open_plan(getattr(world, slug), SAM, today=world.today)


def when(world):
    return {"today": world.today, "now": world.now}


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk


def save(world, slug, of=None, **facts):
    """Save facts of a card as somebody who saw what stands there now: Amara's, or that of the person named."""
    owner = world.people[of or slug]
    contact = Contact.objects.get(person=owner, circle=world.sam.circle)
    there = {Fact(name): getattr(contact, name) for name in facts}
    number = number_of(world, of) if of else None
    changes = {Fact(name): value for name, value in facts.items()}
    return save_details(getattr(world, slug), SAM, changes, of=number, seen=mark_of(there), **when(world))


def save_child(world, slug, **facts):
    child = access_of(world, slug).circle.circle.child
    there = {ChildsFact(name): getattr(child, name) for name in facts}
    return save_childs_details(
        getattr(world, slug), SAM, {ChildsFact(name): value for name, value in facts.items()}, seen=mark_of(there), **when(world)
    )


def verbs(world):
    return list(LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").values_list("verb", flat=True))


def test_each_fact_is_read_by_those_of_the_table_and_by_nobody_else(world):
    accesses = {slug: access_of(world, slug) for slug in ALL}
    for (fact, readers), expected in READERS.items():
        released = {Release.Fact.ADDRESS: readers} if readers else {}
        found = {slug for slug in ALL if reads(accesses[slug], fact, owner=world.amara.pk, released=released)}
        assert found == expected, (fact, readers)


def test_an_auditor_and_somebody_limited_to_sections_read_nothing_of_an_adult(world):
    world.people["auditor"] = User.objects.create_user("auditor@example.org", "An Auditor")
    grants.give_role(circle=world.sam.circle, person=world.auditor, role=Role.AUDITOR, from_on=world.today)
    everyone = {Release.Fact.ADDRESS: EVERYONE}
    for fact in Fact:
        assert not reads(access_of(world, "auditor"), fact, owner=world.amara.pk, released=everyone), fact
    page = read_details(access_of(world, "auditor"))
    assert (page.child, page.own, page.others) == ((), None, ())
    limit_membership(world.marcus, SAM, number_of(world, "lena"), keep={"F"}, reason="Only this", **when(world))
    for fact in Fact:
        assert not reads(access_of(world, "lena"), fact, owner=world.amara.pk, released={Release.Fact.ADDRESS: PROFESSIONALS}), fact


def test_one_parents_page_says_nothing_of_the_other(world):
    before = read_details(access_of(world, "joel"))
    save(world, "amara", address="9 New Street", child_lives_here=True, phone="07700 900555", safe_times="Mornings", interpreter="Yoruba")
    release_fact(world.amara, SAM, Release.Fact.PHONE, PROFESSIONALS, **when(world))
    assert read_details(access_of(world, "joel")) == before
    assert read_cover(access_of(world, "joel")).childs_addresses == ()
    assert "Amara" not in str(before)


def test_an_adult_saves_the_own_card_and_the_ledger_says_so_without_the_words(world):
    saved = save(world, "amara", address="9 New Street", child_lives_here=True)
    assert saved.is_changed
    assert Contact.objects.get(person=world.amara).address == "9 New Street"
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.actor, entry.object_uid, entry.sections) == ("save_details", world.amara, world.amara.uid, "")


def test_the_same_again_changes_nothing_and_writes_nothing(world):
    before = verbs(world)
    assert not save(world, "amara", address=HOME).is_changed
    assert verbs(world) == before


def test_only_the_coordinator_and_the_manager_change_the_card_of_somebody_else(world):
    assert save(world, "marcus", of="amara", phone="07700 900555").is_changed
    assert save(world, "hana", of="joel", phone="07700 900556").is_changed
    for slug in ("joel", "pam", "priya", "tess", "susan", "corinne"):
        with pytest.raises(NotPermitted):
            save(world, slug, of="amara", phone="0")
    for slug in ("priya", "pam", "marcus"):
        with pytest.raises(NotPermitted):
            save_details(getattr(world, slug), SAM, {Fact.PHONE: "1"}, of=None, seen="", **when(world))
    for slug in ("nadia", "ines", "root", "zoe"):
        with pytest.raises(NotFound):
            save_details(getattr(world, slug), SAM, {Fact.PHONE: "1"}, of=number_of(world, "amara"), seen="", **when(world))
    with pytest.raises(NotFound):
        save_details(world.marcus, SAM, {Fact.PHONE: "1"}, of=number_of(world, "priya"), seen="", **when(world))


def test_a_save_over_what_somebody_else_saved_is_stale_and_shows_both(world):
    seen = mark_of({Fact.PHONE: ""})
    save(world, "marcus", of="amara", phone="07700 900555")
    with pytest.raises(Stale) as stale:
        save_details(world.amara, SAM, {Fact.PHONE: "07700 900999"}, of=None, seen=seen, **when(world))
    assert [(one.yours, one.theirs) for one in stale.value.clashes] == [("07700 900999", "07700 900555")]
    assert stale.value.saved_by == ""
    assert Contact.objects.get(person=world.amara).phone == "07700 900555"


def test_a_safe_way_that_leads_nowhere_is_refused_beside_its_field(world):
    with pytest.raises(Invalid) as wrong:
        save(world, "amara", channel="text")
    assert list(wrong.value.errors) == ["channel"]
    save(world, "amara", channel="post")
    with pytest.raises(Invalid) as wrong:
        save(world, "amara", address="", child_lives_here=False)
    assert list(wrong.value.errors) == ["address"]


def test_a_card_that_was_never_written_is_made_by_the_first_save(world):
    Contact.objects.filter(person=world.joel).delete()
    assert save_details(world.joel, SAM, {Fact.PHONE: "07700 900456"}, of=None, seen=mark_of({Fact.PHONE: ""}), **when(world)).is_changed
    assert Contact.objects.get(person=world.joel).phone == "07700 900456"


def test_a_release_opens_one_fact_to_those_named_and_is_taken_back(world):
    release_fact(world.amara, SAM, Release.Fact.ADDRESS, PROFESSIONALS, **when(world))
    assert HOME in str(read_details(access_of(world, "priya")))
    assert HOME not in str(read_details(access_of(world, "joel")))
    assert HOME not in str(read_details(access_of(world, "owen")))
    release_fact(world.amara, SAM, Release.Fact.ADDRESS, EVERYONE, **when(world))
    assert HOME in str(read_details(access_of(world, "joel")))
    assert take_back_release(world.amara, SAM, Release.Fact.ADDRESS, **when(world))
    assert not take_back_release(world.amara, SAM, Release.Fact.ADDRESS, **when(world))
    for slug in ("priya", "joel", "pam", "owen"):
        assert HOME not in str(read_details(access_of(world, slug))), slug
    assert verbs(world)[-3:] == ["release_fact", "release_fact", "take_back_release"]


def test_nobody_releases_or_takes_back_for_somebody_else(world):
    for slug in ("marcus", "hana", "priya", "pam"):
        with pytest.raises(NotPermitted):
            release_fact(getattr(world, slug), SAM, Release.Fact.ADDRESS, EVERYONE, **when(world))
        with pytest.raises(NotPermitted):
            take_back_release(getattr(world, slug), SAM, Release.Fact.ADDRESS, **when(world))
    for slug in ("nadia", "ines", "root"):
        with pytest.raises(NotFound):
            release_fact(getattr(world, slug), SAM, Release.Fact.ADDRESS, EVERYONE, **when(world))
    release_fact(world.joel, SAM, Release.Fact.EMAIL, EVERYONE, **when(world))
    assert HOME not in str(read_details(access_of(world, "joel")))
    with pytest.raises(Invalid):
        release_fact(world.joel, SAM, Release.Fact.ADDRESS, EVERYONE, **when(world))


@pytest.mark.parametrize("slug", ["amara", "marcus"])
def test_a_new_address_is_not_what_was_released(world, slug):
    release_fact(world.amara, SAM, Release.Fact.ADDRESS, EVERYONE, **when(world))
    save(world, "amara", address=HOME, child_lives_here=True)
    assert HOME in str(read_details(access_of(world, "joel"))), "the same address stays open"
    saved = save(world, slug, of="amara" if slug == "marcus" else None, address="9 New Street")
    assert saved.taken_back == ("address",)
    assert "9 New Street" not in str(read_details(access_of(world, "joel")))
    assert not Release.objects.exists()


def test_the_family_and_the_council_change_the_childs_facts_and_the_council_alone_the_name(world):
    assert save_child(world, "joel", communication="With words and signs")
    assert save_child(world, "marcus", first_name="Samuel", last_name="Adeyemi")
    assert world.sam.circle.child.__class__.objects.get(pk=world.sam.circle.child_id).search_name == "samuel adeyemi"
    for slug in ("pam", "priya", "tess", "susan", "owen"):
        with pytest.raises(NotPermitted):
            save_child(world, slug, communication="x")
    with pytest.raises(NotPermitted):
        save_child(world, "amara", first_name="Sam", last_name="Other")
    for slug in ("nadia", "ines", "root"):
        with pytest.raises(NotFound):
            save_childs_details(getattr(world, slug), SAM, {ChildsFact.CALLED: "x"}, seen="", **when(world))


def test_the_childs_facts_stand_still_once_the_plan_has_ended(world):
    world.move_to("ended")
    for slug in ("amara", "marcus"):
        with pytest.raises(NotNow):
            save_child(world, slug, communication="With signs")
    with pytest.raises(NotPermitted):
        save_child(world, "priya", communication="With signs")
    assert save(world, "amara", phone="07700 900555").is_changed, "an adult can still be reached"


def test_a_stale_save_of_the_childs_facts_never_says_which_parent_was_there(world):
    seen = mark_of({ChildsFact.CALLED: ""})
    save_child(world, "amara", called="Sammy")
    with pytest.raises(Stale) as stale:
        save_childs_details(world.joel, SAM, {ChildsFact.CALLED: "Sam A"}, seen=seen, **when(world))
    assert stale.value.saved_by == ""
    assert [(one.yours, one.theirs) for one in stale.value.clashes] == [("Sam A", "Sammy")]


def test_a_day_of_birth_that_cant_be_is_refused(world):
    for day in (
        world.today,
        world.today.replace(year=world.today.year + 1, day=1),
        world.sam.request_received_on.replace(year=world.today.year),
    ):
        if day > world.sam.request_received_on:
            with pytest.raises(Invalid):
                save_child(world, "marcus", born_on=day)


def test_the_cover_is_of_its_reader(world):
    save(world, "amara", address=HOME, child_lives_here=True, phone="07700 900123")
    amaras, joels, priyas, marcuss = (read_cover(access_of(world, slug)) for slug in ("amara", "joel", "priya", "marcus"))
    assert amaras.childs_addresses == (HOME,)
    assert (amaras.warns, joels.warns, priyas.warns, marcuss.warns) == (False, False, False, True)
    assert marcuss.childs_addresses == (HOME,)
    assert HOME not in str(joels) + str(priyas)
    assert "07700 900123" not in str(joels) + str(priyas)
    assert "Mother" in str(priyas)
    assert "Amara" not in str(joels)


def test_an_adult_who_left_has_no_card_any_more(world):
    Membership.objects.filter(user=world.amara).update(ended_at=world.now)
    assert [one.person for one in read_holders(access_of(world, "marcus"))] == [world.joel]
