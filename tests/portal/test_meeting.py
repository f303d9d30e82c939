"""Printing a plan with its talk for a meeting: what stands on the paper, for whom, and what never does."""

from datetime import timedelta

import pytest

from comments.actions.resolve_thread import resolve_thread
from comments.actions.withdraw_comment import withdraw_comment
from permissions.models import LedgerEntry
from plans.actions.print_plan import AT_MOST
from plans.models import Section
from tests.comments.saying import answers, opens
from tests.comments.test_notes import adds
from tests.plans.livetext_help import types
from tests.plans.versions_help import narrate, share, write
from tests.world import SAM

HERE = f"/plans/{SAM}/meeting/"
EVERYTHING = ("professionals", "council", "person", "supporters", "kept")
SECTIONS = {"A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"}


@pytest.fixture
def visit(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def talked(world):
    """Fill Section F with words and with talk of every audience."""
    narrate(world, "marcus", "F", "NARRATIVEWORD in term time.")
    write(world, "lena", "F", "provision", "PROVISIONWORD with Sam.")
    write(world, "amara", "A", "voice", "HERVOICEWORD.")
    write(world, "amara", "A", "aspiration", "KEPTWORD, for now.", put_forward=False)
    opens(world, world.priya, "EVERYONEWORD, how often?", audience="everyone", kind="question", quote="in term time")
    opens(world, world.priya, "PROFESSIONALWORD first.", audience="professionals")
    opens(world, world.marcus, "COUNCILWORD only.", audience="council")
    private = opens(world, world.amara, "PRIVATEWORD worries me.", audience="person")
    answers(world, world.marcus, private, "ANSWERWORD to her.")
    opens(world, world.joel, "HISPRIVATEWORD too.", audience="person")
    opens(world, world.pam, "SUPPORTERWORD from me.", audience="everyone")
    resolved = opens(world, world.priya, "RESOLVEDWORD is done.", audience="everyone")
    resolve_thread(reference=SAM, thread=resolved.thread.uid, by=world.priya, today=world.today, now=world.now)
    adds(world, world.marcus, "NOTEWORD of the council.")
    return world


def prints(browser, *, sections=("A", "F"), talk="open", also=(), sure=True, make="page"):
    """Send the form."""
    typed = {"sections": list(sections), "talk": talk, "also": list(also), "make": make}
    return browser.post(HERE, typed | ({"sure": "on"} if sure else {}))


def paper(browser, **chosen):
    answer = prints(browser, **chosen)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def words_on(page):
    """Name the planted words that stand on a paper."""
    planted = (
        "NARRATIVE",
        "PROVISION",
        "HERVOICE",
        "KEPT",
        "EVERYONE",
        "PROFESSIONAL",
        "COUNCIL",
        "PRIVATE",
        "ANSWER",
        "HISPRIVATE",
        "SUPPORTER",
        "RESOLVED",
        "NOTE",
    )
    return {
        word
        for word in planted
        if f"{word}WORD" in page.replace("HISPRIVATEWORD", "") or (word == "HISPRIVATE" and "HISPRIVATEWORD" in page)
    }


PLAN = {"NARRATIVE", "PROVISION", "HERVOICE"}


@pytest.mark.parametrize("slug", ["amara", "joel", "pam", "priya", "marcus", "hana", "tess", "susan", "okafor", "lena"])
def test_by_default_it_holds_what_everyone_who_may_see_the_section_reads(talked, visit, slug):
    assert words_on(paper(visit(getattr(talked, slug)))) == PLAN | {"EVERYONE"}


@pytest.mark.parametrize(
    ("slug", "more"),
    [
        ("amara", {"PRIVATE", "ANSWER", "SUPPORTER", "KEPT"}),
        ("joel", {"HISPRIVATE"}),
        ("pam", {"SUPPORTER"}),
        ("priya", {"PROFESSIONAL", "SUPPORTER"}),
        ("lena", {"PROFESSIONAL", "SUPPORTER"}),
        ("marcus", {"PROFESSIONAL", "COUNCIL", "PRIVATE", "ANSWER", "HISPRIVATE", "SUPPORTER"}),
        ("hana", {"PROFESSIONAL", "COUNCIL", "SUPPORTER"}),
    ],
)
def test_with_everything_that_is_offered_it_holds_what_the_reader_reads_and_no_more(talked, visit, slug, more):
    browser = visit(getattr(talked, slug))
    offered = [value for value in EVERYTHING if f'name="also" value="{value}"' in browser.get(HERE).content.decode()]
    assert words_on(paper(browser, also=offered, talk="all")) == PLAN | {"EVERYONE", "RESOLVED"} | more


@pytest.mark.parametrize(
    ("slug", "offered"),
    [
        ("amara", ["person", "supporters", "kept"]),
        ("priya", ["professionals", "supporters", "kept"]),
        ("marcus", ["professionals", "council", "person", "supporters", "kept"]),
        ("hana", ["professionals", "council", "supporters", "kept"]),
    ],
)
def test_only_what_the_reader_may_read_is_offered_and_anything_else_refused(talked, visit, slug, offered):
    browser = visit(getattr(talked, slug))
    page = browser.get(HERE).content.decode()
    assert [value for value in EVERYTHING if f'name="also" value="{value}"' in page] == offered
    for value in set(EVERYTHING) - set(offered):
        assert prints(browser, also=[value]).status_code == 422
    assert prints(browser, also=["everyone"]).status_code == 422


def test_what_not_everybody_reads_is_asked_twice_and_warned_of(talked, visit):
    browser = visit(talked.amara)
    assert "A paper is left lying" not in browser.get(HERE).content.decode()
    answer = prints(browser, also=["person"], sure=False)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A paper is left lying, copied and passed on." in page
    assert "Tick the box if you want it on paper all the same." in page
    assert not words_on(page)
    assert not LedgerEntry.objects.filter(verb="print_plan").exists()
    page = paper(browser, also=["person"])
    assert "Private. Keep this paper to those who may read it" in page
    assert "private talk between one person of the family and the coordinator" in page
    assert "Amara Adeyemi and Marcus Bell can see this" in page


def test_an_ordinary_paper_carries_no_warning(talked, visit):
    page = paper(visit(talked.amara))
    assert "Private." not in page
    assert "Keep this paper" not in page


def test_it_says_for_whom_and_when_and_that_it_is_no_served_version(talked, visit):
    page = paper(visit(talked.priya))
    assert "for <strong>Priya Raman</strong>, from the plan as it stood then. This is not a served version." in page
    assert "Printed on " in page


def test_a_thread_stands_with_its_kind_its_status_its_quote_and_its_audience(talked, visit):
    page = paper(visit(talked.amara))
    thread = page[page.index("What was said about this section") :]
    for words in ("Question", "Everyone who may see this section", "in term time", "Priya Raman", "SENCo", "Open"):
        assert words in thread, words
    assert page.index("NARRATIVEWORD") < page.index("PROVISIONWORD") < page.index("EVERYONEWORD")


def test_resolved_talk_and_no_talk_are_choices(talked, visit):
    browser = visit(talked.amara)
    assert "RESOLVED" in words_on(paper(browser, talk="all"))
    page = paper(browser, talk="none")
    assert words_on(page) == PLAN
    assert "It was made without the talk." in page


def test_only_the_sections_that_were_chosen_are_there(talked, visit):
    browser = visit(talked.amara)
    assert words_on(paper(browser, sections=["A"])) == {"HERVOICE"}
    assert words_on(paper(browser, sections=["F"])) == {"NARRATIVE", "PROVISION", "EVERYONE"}
    assert words_on(paper(browser, sections=["B"])) == set()


def test_nobody_is_you_on_a_paper(talked, visit):
    narrate(talked, "marcus", "B", "Needs.")
    opens(talked, talked.marcus, "MYQUESTION?", audience="everyone", code="B", kind="question")
    page = paper(visit(talked.marcus), sections=["A", "B", "F"], also=["person"])
    assert "Marcus Bell" in page
    assert "Written by you" not in page
    assert ">You<" not in page
    assert "You and" not in page
    amaras = paper(visit(talked.amara), also=["person", "kept"])
    assert "Written by Amara Adeyemi (Parent or carer)" in amaras
    assert "Written by you" not in amaras
    assert "You and" not in amaras


def test_the_hour_of_the_family_is_on_no_paper_not_even_on_the_councils(talked, visit):
    ours = opens(talked, talked.amara, "FAMILYASKS.", audience="everyone", code="E")
    answers(talked, talked.marcus, ours, "WEANSWER.")
    day = f"{talked.now:%B %Y}"
    for person in (talked.marcus, talked.amara, talked.priya):
        page = paper(visit(person), sections=["A", "E"])
        body = page[page.index('id="section-A"') :]
        assert "FAMILYASKS" in body
        assert day not in body[: body.index("portal-foot")]


def test_what_a_professional_said_is_dated(talked, visit):
    page = paper(visit(talked.amara), sections=["F"])
    thread = page[page.index("What was said about this section") : page.index("EVERYONEWORD")]
    assert f"{talked.now:%B %Y}" in thread


def test_a_supporters_answer_is_told_by_no_name_unless_it_was_chosen(talked, visit):
    asked = opens(talked, talked.priya, "WHOHELPS?", audience="everyone", code="E", kind="question")
    answers(talked, talked.pam, asked, "IDO.")
    for person in (talked.marcus, talked.amara, talked.priya, talked.pam):
        page = paper(visit(person), sections=["E"])
        assert "WHOHELPS" in page
        assert "IDO." not in page
        assert "Answered" in page
        body = page[page.index('id="section-E"') : page.index("portal-foot")]
        assert "Pam Whitlock" not in body
        assert "Supporter" not in body
    page = paper(visit(talked.marcus), sections=["E"], also=["supporters"])
    assert "Answered by Pam Whitlock" in page


def test_what_was_withdrawn_is_a_trace(talked, visit):
    said = opens(talked, talked.priya, "GONEWORD", audience="everyone", code="E")
    withdraw_comment(reference=SAM, comment=said.uid, by=talked.priya, today=talked.today, now=talked.now)
    for person in (talked.amara, talked.priya):
        page = paper(visit(person), sections=["E"])
        assert "GONEWORD" not in page
        assert "Priya Raman withdrew this" in page


def test_talk_about_what_stays_off_the_paper_is_told_without_its_words(talked, visit):
    from plans.actions.keep_item import keep_item

    hope = write(talked, "amara", "A", "aspiration", "SECRETHOPE of hers.")
    opens(talked, talked.amara, "ABOUTIT", audience="everyone", code="A", item=hope.uid, quote="SECRETHOPE of hers")
    keep_item(talked.amara, SAM, hope.uid, today=talked.today, now=talked.now)
    page = paper(visit(talked.amara), sections=["A"])
    assert "SECRETHOPE" not in page
    assert "Something that is not on this paper" in page
    assert "SECRETHOPE" in paper(visit(talked.amara), sections=["A"], also=["kept"])


def test_talk_about_a_whole_version_comes_last_and_with_the_whole_plan_only(talked, visit):
    version = share(talked)
    opens(talked, talked.amara, "VERSIONWORD", audience="everyone", code="", version=version.uid)
    browser = visit(talked.priya)
    offered = {code for code in SECTIONS if f'name="sections" value="{code}"' in browser.get(HERE).content.decode()}
    page = paper(browser, sections=sorted(offered))
    assert "What was said about whole versions" in page
    assert page.index("EVERYONEWORD") < page.index("VERSIONWORD")
    assert "VERSIONWORD" not in paper(browser, sections=["F"])


def test_a_section_that_is_not_seen_is_not_offered_and_not_printed(world, visit):
    narrate(world, "marcus", "D", "DSECRET at home.")
    browser = visit(world.priya)
    assert 'name="sections" value="D"' not in browser.get(HERE).content.decode()
    answer = prints(browser, sections=["B", "D"])
    assert answer.status_code == 422
    assert "DSECRET" not in answer.content.decode()
    assert not LedgerEntry.objects.filter(verb="print_plan").exists()


def test_a_section_held_back_is_on_no_paper_of_the_family(world, visit):
    narrate(world, "marcus", "G", "HELDWORD.")
    world.sam.held_back = {"G": "We ask first."}
    world.sam.save(update_fields=["held_back"])
    assert prints(visit(world.amara), sections=["G"]).status_code == 422
    assert "HELDWORD" in paper(visit(world.marcus), sections=["G"])


def test_an_outsider_finds_nothing_and_a_stranger_signs_in(talked, client):
    for slug in ("nadia", "zoe", "ines", "root"):
        client.force_login(getattr(talked, slug))
        assert client.get(HERE).status_code == 404
        assert prints(client).status_code == 404
    client.logout()
    assert client.get(HERE).status_code == 302


@pytest.mark.parametrize("typed", [{}, {"sections": ["A"]}, {"sections": ["Q"], "talk": "open"}, {"sections": ["A"], "talk": "gossip"}])
def test_a_form_that_makes_no_sense_comes_back(talked, visit, typed):
    browser = visit(talked.amara)
    answer = browser.post(HERE, typed)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()


def test_it_is_written_down_that_it_was_printed_and_read(talked, visit):
    browser = visit(talked.joel)
    browser.get(HERE)
    assert not LedgerEntry.objects.filter(actor=talked.joel, verb__in=["print_plan", "read"]).exists()
    paper(browser, sections=["A", "F"])
    found = LedgerEntry.objects.filter(actor=talked.joel, verb__in=["print_plan", "read"]).order_by("number")
    assert [(entry.verb, entry.sections) for entry in found] == [("print_plan", " A F "), ("read", " A F ")]


def test_whoever_prints_too_often_waits_and_others_do_not(talked, visit):
    browser = visit(talked.priya)
    assert {prints(browser, sections=["A"]).status_code for _ in range(AT_MOST)} == {200}
    answer = prints(browser, sections=["A"])
    assert answer.status_code == 429
    assert "10 times in ten minutes" in answer.content.decode()
    assert prints(visit(talked.amara), sections=["A"]).status_code == 200
    assert LedgerEntry.objects.filter(verb="print_plan", actor=talked.priya).count() == AT_MOST


def test_after_ten_minutes_one_may_print_again(talked, visit, monkeypatch):
    from permissions import clock

    browser = visit(talked.priya)
    assert {prints(browser, sections=["A"]).status_code for _ in range(AT_MOST)} == {200}
    later = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert prints(browser, sections=["A"]).status_code == 200


def test_it_costs_the_same_number_of_questions_however_much_is_said(talked, visit, django_assert_max_num_queries):
    browser = visit(talked.marcus)
    paper(browser, also=["person", "professionals"])
    for number in range(5):
        opens(talked, talked.priya, f"Again {number}.", audience="everyone")
        write(talked, "lena", "F", "provision", f"More of it {number}.")
    with django_assert_max_num_queries(34):
        paper(browser, also=["person", "professionals"])


def test_the_plan_page_and_the_section_page_lead_to_it(talked, visit):
    for person in (talked.amara, talked.priya, talked.susan):
        browser = visit(person)
        assert f'href="{HERE}"' in browser.get(f"/plans/{SAM}/").content.decode()
        assert f'href="{HERE}?section=F"' in browser.get(f"/plans/{SAM}/sections/F/").content.decode()


def test_from_a_section_it_begins_with_that_section(talked, visit):
    import re

    def ticked(address):
        page = visit(talked.amara).get(address).content.decode()
        return set(re.findall(r'name="sections" value="(\w+)"[^>]* checked', page))

    assert ticked(HERE) == SECTIONS
    assert ticked(f"{HERE}?section=F") == {"F"}
    assert ticked(f"{HERE}?section=Q") == SECTIONS


def test_scripts_in_words_are_words(world, visit):
    narrate(world, "marcus", "B", "<script>alert(1)</script>")
    opens(world, world.priya, "<script>alert(2)</script> [here](javascript:alert(1))", audience="everyone", code="B")
    page = paper(visit(world.amara), sections=["B"])
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_words_of_the_log_are_printed_not_older_ones(world, visit):
    """What was typed live and not settled yet stands on the paper."""
    narrate(world, "marcus", "B", "Older words.")
    types(world, "tess", "B", "Older words. NEWERWORD.")
    assert "NEWERWORD" not in Section.objects.get(plan=world.sam, type="B").narrative
    assert "NEWERWORD" in paper(visit(world.amara), sections=["B"])
