"""The pages of the personal details and of the letters: one thing a page, both values after a stale save, neutral mail, and no address where it must not be."""

import io

import pypdf
import pytest

from permissions import grants
from permissions.models import Contact, LedgerEntry, Membership, Release, User
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import Role
from plans.actions.release_fact import release_fact
from plans.actions.write_letter import write_letter
from portal.models import OutgoingMail
from tests.plans.pages import PLAN, form_on, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.versions_help import share, write
from tests.queries import count_queries
from tests.world import SAM

DETAILS = f"{PLAN}details/"
HOME = "7 Safe Harbour Row, Quayside, BK7 4TT"
# The same address as six people would type it.
SPELLINGS = (
    "7 Safe Harbour Row",
    "7, SAFE HARBOUR ROW",
    "Safe Harbour Row, no. 7",
    "7SafeHarbourRow",
    "seven Safe-Harbour Row",
    "BK7 4TT",
)


@pytest.fixture
def settled(world):
    """Let Amara's card be full, and a version be shared."""
    Contact.objects.filter(person=world.amara).update(
        address="\n".join(SPELLINGS),
        phone="07700 900123",
        child_lives_here=True,
        safe_times="Weekdays 10 to 2",
        safe_wording="ZANZIBARWORDING",
    )
    write(world, "amara", "A", "voice", "He hums when he is happy.", speaker="parent")
    share(world)
    return world


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk


def pdf_words(body):
    reader = pypdf.PdfReader(io.BytesIO(body))
    return "\n".join(page.extract_text() for page in reader.pages), str(reader.metadata)


def test_amara_changes_one_thing_on_her_phone_and_sees_who_reads_it(world):
    browser = visit(world.amara)
    typed = form_on(browser, f"{DETAILS}yours/phone/", "phone") | {"phone": "07700 900555"}
    answer = browser.post(f"{DETAILS}yours/phone/", typed, follow=True)
    assert "Saved." in page_of(answer).words
    assert "07700 900555" in page_of(answer).words
    assert "Only for you and the council" in page_of(answer).words


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(world):
    answer = visit(world.amara).post(f"{DETAILS}yours/phone/", {"phone": "0" * 41})
    assert answer.status_code == 422
    assert page_of(answer).form_with("phone")["phone"] == ["0" * 41]
    answer = visit(world.marcus).post(f"{DETAILS}child/born/", {"born_on_day": "31", "born_on_month": "2", "born_on_year": "2017"})
    assert answer.status_code == 422
    assert page_of(answer).errors
    for what in ("nothing", "born", "email"):
        assert visit(world.amara).get(f"{DETAILS}yours/{what}/").status_code == 404, what
    assert visit(world.amara).get(f"{DETAILS}yours/safe-way/release/").status_code == 404


def test_a_stale_save_answers_409_with_both_values_and_the_next_press_saves(world):
    browser = visit(world.amara)
    typed = form_on(browser, f"{DETAILS}yours/phone/", "phone")
    Contact.objects.filter(person=world.amara).update(phone="020 7946 0555")
    answer = browser.post(f"{DETAILS}yours/phone/", typed | {"phone": "07700 900999"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "020 7946 0555" in body
    assert "07700 900999" in body
    again = browser.post(f"{DETAILS}yours/phone/", page_of(answer).form_with("phone"))
    assert again.status_code == 302
    assert Contact.objects.get(person=world.amara).phone == "07700 900999"


def test_the_coordinator_changes_a_card_and_the_adult_is_told_in_neutral_words(world):
    browser, address = visit(world.marcus), f"{DETAILS}people/{number_of(world, 'amara')}/phone/"
    before = OutgoingMail.objects.count()
    browser.post(address, form_on(browser, address, "phone") | {"phone": "07700 900555"})
    mail = OutgoingMail.objects.latest("pk")
    assert mail.to == "amara@example.org"
    for word in ("Sam", "Adeyemi", "Marcus", "07700", "Harbour", "plan", "phone"):
        assert word not in mail.subject + mail.body.replace("localhost", ""), word
    assert "0000-0SAM" in mail.body
    browser.post(address, form_on(browser, address, "phone"))
    assert OutgoingMail.objects.count() == before + 1, "what changes nothing tells nothing"


def test_the_doors_refuse_the_stranger_and_the_insider_without_the_right(world):
    parent = number_of(world, "amara")
    for address in (DETAILS, f"{DETAILS}people/{parent}/phone/", f"{PLAN}letters/{parent}/talk/", f"{PLAN}child/say/"):
        is_nothing_to_strangers(world, address)
    is_nothing_to_strangers(world, f"{DETAILS}yours/address/take-back/", {})
    for slug in ("joel", "pam", "priya", "susan"):
        is_refused(visit(getattr(world, slug)).get(f"{DETAILS}people/{parent}/phone/"), "coordinator")
        is_refused(visit(getattr(world, slug)).get(f"{DETAILS}people/999999/phone/"), "coordinator")
        is_refused(visit(getattr(world, slug)).get(f"{PLAN}letters/"))
    is_refused(visit(world.priya).get(f"{DETAILS}yours/phone/"), "card of their own")


def test_a_release_needs_two_pages_and_says_what_it_means(settled):
    world, browser, address = settled, visit(settled.amara), f"{DETAILS}yours/address/release/"
    assert browser.post(address, {}).status_code == 422
    asked = browser.post(address, {"readers": "everyone"})
    words = page_of(asked).words
    assert asked.status_code == 200
    assert "Another parent of the child could read it too" in words
    assert "Priya Raman (SENCo)" in words
    assert "Joel" not in words
    assert not Release.objects.exists(), "the first page opens nothing"
    assert browser.post(address, {"readers": "everyone", "sure": "professionals"}).status_code == 200
    assert not Release.objects.exists(), "what was confirmed was something else"
    browser.post(address, page_of(asked).form_with("sure"))
    assert SPELLINGS[0] in visit(world.joel).get(DETAILS).content.decode()
    assert browser.post(f"{DETAILS}yours/address/take-back/").status_code == 302
    assert SPELLINGS[0] not in visit(world.joel).get(DETAILS).content.decode()


@pytest.mark.parametrize("slug", ["joel", "priya", "owen", "pam", "tess", "nadia"])
def test_the_address_in_six_spellings_is_in_nothing_that_they_get(settled, slug):
    world, browser = settled, visit(getattr(settled, slug))
    version = f"{PLAN}versions/{world.sam.versions.get(kind='shared').uid}/"
    parent = number_of(world, "amara")
    for address in (
        PLAN,
        DETAILS,
        f"{DETAILS}yours/address/",
        f"{DETAILS}yours/address/release/",
        f"{DETAILS}people/{parent}/address/",
        f"{PLAN}people/",
        f"{PLAN}child/",
        f"{PLAN}child/helpers/",
        f"{PLAN}letters/",
        f"{PLAN}letters/{parent}/talk/",
        version,
        f"{version}pdf/",
    ):
        answer = browser.get(address)
        is_pdf = answer.headers["Content-Type"] == "application/pdf"
        found = "".join(pdf_words(answer.content)) if is_pdf else answer.content.decode()
        for secret in (*SPELLINGS, "07700 900123", "ZANZIBARWORDING", "Weekdays 10 to 2", "amara@example.org"):
            assert secret not in found, (address, secret)


def test_the_pdf_of_a_version_holds_the_readers_own_address_and_only_what_was_released(settled):
    world = settled
    address = f"{PLAN}versions/{world.sam.versions.get(kind='shared').uid}/pdf/"
    amaras, facts = pdf_words(visit(world.amara).get(address).content)
    assert SPELLINGS[0] in amaras
    assert "The child’s address" in amaras
    assert "Adeyemi" not in facts, "the document's own facts name nobody"
    release_fact(world.amara, "0000-0SAM", Release.Fact.ADDRESS, Release.Readers.PROFESSIONALS, today=world.today, now=world.now)
    priyas, _facts = pdf_words(visit(world.priya).get(address).content)
    assert SPELLINGS[0] in priyas
    assert "Never pass it on" in priyas
    joels, _facts = pdf_words(visit(world.joel).get(address).content)
    assert SPELLINGS[0] not in joels
    assert "The child’s address" not in joels
    assert "Sam Adeyemi" in joels


def letter(world, slug, kind="talk", **typed):
    return visit(world.marcus).post(f"{PLAN}letters/{number_of(world, slug)}/{kind}/", typed)


def test_a_letter_holds_no_address_unless_post_is_the_safe_way(settled):
    words, facts = pdf_words(letter(settled, "amara", safe="on", make="pdf").content)
    assert "Amara Adeyemi" in words
    assert SPELLINGS[0] not in words
    assert "ZANZIBARWORDING" not in words
    assert "Sam" not in words.replace("0000-0SAM", "")
    assert "Adeyemi" not in facts
    Contact.objects.filter(person=settled.amara).update(channel="post")
    words, _facts = pdf_words(letter(settled, "amara", safe="on", make="pdf").content)
    assert SPELLINGS[0] in words
    words, _facts = pdf_words(letter(settled, "joel", safe="on", make="pdf").content)
    assert not any(one in words for one in SPELLINGS)
    assert "Amara" not in words


def test_a_letter_is_made_only_when_its_safety_was_read_and_the_record_says_so(settled):
    page = visit(settled.marcus).get(f"{PLAN}letters/{number_of(settled, 'amara')}/talk/")
    assert "ZANZIBARWORDING" in page_of(page).words
    assert "Do not post this letter" in page_of(page).words
    refused = letter(settled, "amara", make="pdf")
    assert refused.status_code == 422
    assert not LedgerEntry.objects.filter(verb="write_letter").exists()
    answer = letter(settled, "amara", safe="on", make="page")
    assert "ZANZIBARWORDING" not in page_of(answer).words
    entry = LedgerEntry.objects.get(verb="write_letter")
    assert (entry.actor, entry.object_uid, entry.object_kind) == (settled.marcus, settled.amara.uid, "letter")


def test_the_copy_made_for_joel_is_joels(settled):
    answer = letter(settled, "joel", "version", safe="on", make="copy")
    words, _facts = pdf_words(answer.content)
    assert "for Joel Adeyemi" in words
    assert "joel@example.org" in words
    assert not any(one in words for one in (*SPELLINGS, "07700 900123", "amara@example.org"))
    assert "He hums when he is happy." in words
    assert answer.headers["Content-Disposition"] == 'attachment; filename="0000-0SAM-shared-1.pdf"'
    assert LedgerEntry.objects.get(verb="write_letter").object_kind == "copy"


def test_only_who_keeps_cards_writes_down_that_a_letter_was_made(world):
    number = number_of(world, "amara")
    for slug, refusal in (("joel", NotPermitted), ("priya", NotPermitted), ("tess", NotPermitted), ("nadia", NotFound)):
        with pytest.raises(refusal):
            write_letter(getattr(world, slug), SAM, number, kind="letter", today=world.today, now=world.now)
    assert not LedgerEntry.objects.filter(verb="write_letter").exists()
    write_letter(world.marcus, SAM, number, kind="letter", today=world.today, now=world.now)
    assert LedgerEntry.objects.get(verb="write_letter").actor == world.marcus


def test_there_is_no_letter_about_a_version_before_one_was_shared_and_none_to_a_professional(world):
    for number, kind in ((number_of(world, "amara"), "version"), (number_of(world, "priya"), "talk"), (number_of(world, "amara"), "other")):
        assert visit(world.marcus).get(f"{PLAN}letters/{number}/{kind}/").status_code == 404


def test_the_page_asks_the_same_of_the_database_for_one_and_for_fifty_people(world):
    def cost():
        browser = visit(world.priya)
        browser.get(DETAILS)
        with count_queries() as counted:
            assert browser.get(DETAILS).status_code == 200
        return counted.number

    few = cost()
    for number in range(50):
        person = User.objects.create_user(f"more{number}@example.org", f"More {number}")
        grants.give_role(circle=world.sam.circle, person=person, role=Role.PARENT if number % 2 else Role.THERAPIST, from_on=world.today)
        Contact.objects.create(circle=world.sam.circle, person=person, relationship="Carer")
    assert cost() == few <= 10
