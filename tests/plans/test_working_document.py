"""The working document of a small served draft: three things asked by Amara (agreed, partly, not agreed), one by Joel; each reads their own."""

import io

import pypdf
import pytest

from plans.queries.working_document import read_working_document
from plans.runs import Mark, Run
from tests.plans.finishing import access_of, asks, replies, sends, serve_drafts
from tests.plans.pages import PLAN
from tests.plans.test_version_pages import client_of
from tests.plans.versions_help import write
from tests.plans.word_reading import read_word
from tests.world import World

WORKING = f"{PLAN}documents/working/"
AMARA, JOEL = "Amara Adeyemi (Parent or carer)", "Joel Adeyemi (Parent or carer)"


@pytest.fixture
def answered(world: World) -> World:
    """B: agreed. F's help: partly (the council's own number). B's need: not agreed. Joel on E, not agreed. A question of Amara's, answered."""
    world.extra["outcome"] = write(world, "marcus", "E", "outcome", "Sam dresses himself.")
    world.extra |= serve_drafts(world)
    amaras, joels = world.extra["amaras"], world.extra["joels"]
    agreed = asks(world, "amara", amaras, "B", proposed="Sam is nine. He likes maps.", reason="AMARAREASON")
    partly = asks(world, "amara", amaras, "F", world.extra["help"], proposed="Lena sees Sam at school, every day.")
    refused = asks(world, "amara", amaras, "B", world.extra["need"], proposed="Sam follows two AMARASWISH words.")
    joels_ask = asks(world, "joel", joels, "E", world.extra["outcome"], proposed="Sam dresses JOELSWISH himself.", reason="JOELREASON")
    question = asks(world, "amara", amaras, "F", world.extra["help"], kind="question", reason="AMARAQUESTION?")
    replies(world, agreed)
    replies(world, partly, "partly", "Lena sees Sam at school, every week.")
    replies(world, refused, "not_agreed", "")
    replies(world, joels_ask, "not_agreed", "")
    replies(world, question, "answered", "")
    sends(world)
    world.move_to("finalising")
    return world


def runs_of(world: World, slug: str, title: str) -> list[tuple[str, str, bool, str, bool]]:
    page = read_working_document(access_of(world, slug), recipient="Somebody")
    part = next(part for part in page.document.parts if part.title.startswith(title))
    return [(run.words, run.mark.value, run.is_struck, run.by, run.on is not None) for run in part.paragraphs[0].runs]


def test_an_agreed_change_is_underlined_with_whom_it_was_agreed(answered):
    agreed = ("agreed change", f"Agreed with {AMARA}")
    for slug in ("amara", "marcus"):
        assert runs_of(answered, slug, "Special educational needs (Section B)") == [
            ("Sam is nine. He likes ", "agreed", False, "", False),
            ("trains", agreed[0], True, agreed[1], True),
            ("maps", agreed[0], False, agreed[1], True),
            (".", "agreed", False, "", False),
        ]


def test_of_a_partly_agreed_change_each_word_is_whose_it_is(answered):
    assert [run[:3] for run in runs_of(answered, "amara", "Piece of help F1")] == [
        ("Lena sees Sam at school", "agreed", False),
        (", every ", "agreed change", False),
        ("day", "family", False),
        ("week", "council", False),
        (".", "agreed", False),
    ]


def test_what_is_not_agreed_stays_the_family_s(answered):
    assert runs_of(answered, "amara", "Need B1") == [
        ("Sam follows two ", "agreed", False, "", False),
        ("AMARASWISH ", "family", False, AMARA, True),
        ("words.", "agreed", False, "", False),
    ]


def test_a_change_because_of_the_other_parent_is_the_plan_s_without_a_name_or_a_day(answered):
    assert runs_of(answered, "joel", "Special educational needs (Section B)")[1:3] == [
        ("trains", "council", True, "The council, because of what the family said", False),
        ("maps", "council", False, "The council, because of what the family said", False),
    ]
    assert runs_of(answered, "joel", "Need B1") == [("Sam follows two words.", "agreed", False, "", False)]


def every_file(world: World, slug: str) -> str:
    browser = client_of(world, slug)
    paper = pypdf.PdfReader(io.BytesIO(browser.get(f"{WORKING}pdf/").content))
    word = read_word(browser.get(f"{WORKING}word/").content)
    page = browser.get(WORKING).content.decode()
    return "\n".join(
        [page, *(sheet.extract_text() for sheet in paper.pages), *(part.decode(errors="ignore") for part in word.parts.values())]
    )


@pytest.mark.parametrize(
    ("slug", "holds", "never"),
    [
        ("joel", ("JOELSWISH", "JOELREASON"), ("AMARASWISH", "AMARAREASON", "AMARAQUESTION", "Amara", "every day")),
        ("amara", ("AMARASWISH", "AMARAREASON", "AMARAQUESTION"), ("JOELSWISH", "JOELREASON", "Joel")),
        ("pam", ("AMARASWISH", "AMARAREASON"), ("JOELSWISH", "JOELREASON", "Joel")),
        ("marcus", ("AMARASWISH", "JOELSWISH", "AMARAREASON", "JOELREASON"), ()),
    ],
)
def test_nobody_s_document_has_anything_of_the_other_parent(answered, slug, holds, never):
    said = every_file(answered, slug)
    assert [words for words in holds if words not in said] == []
    assert [words for words in never if words in said] == []


def test_replies_that_are_not_sent_stand_in_no_document(world):
    world.extra |= serve_drafts(world)
    asked = asks(world, "amara", world.extra["amaras"], "B", proposed="Sam is nine. He likes maps.")
    replies(world, asked, "not_agreed", "")
    for slug in ("amara", "marcus"):
        assert "Because of what you said" not in every_file(world, slug)
        assert runs_of(world, slug, "Special educational needs (Section B)")[2][:3] == ("maps", "family", False)


def test_what_is_not_sent_stands_in_no_document_before_the_last_day(world):
    world.extra |= serve_drafts(world, days_ago=3)
    asks(world, "amara", world.extra["amaras"], "B", proposed="Sam is nine. He likes UNSENT.", sent_at=None)
    for slug in ("amara", "marcus"):
        assert "UNSENT" not in every_file(world, slug)


def test_what_is_missing_stands_whole_and_what_was_added_for_it_is_agreed(world):
    from plans.record.shall import Does, Shall
    from plans.statute.sections import Kind

    world.extra |= serve_drafts(world)
    amaras = world.extra["amaras"]
    added = asks(world, "amara", amaras, "F", kind="missing", proposed="A quiet room.")
    asks(world, "amara", amaras, "F", kind="missing", proposed="A trampoline.")
    asks(world, "amara", amaras, "I", kind="preference", proposed="Larch School")
    replies(world, added, shall=Shall(does=Does.ADDS, kind=Kind.PROVISION, set={"sessions": 2, "per": "week"}))
    sends(world, added)
    world.move_to("finalising")
    document = read_working_document(access_of(world, "amara"), recipient="Amara").document
    lines = {part.title: part.paragraphs for part in document.parts}
    assert [run.words for run in lines["Piece of help F2, added"][0].runs] == ["A quiet room."]
    assert lines["Piece of help F2, added"][0].runs[0].mark is Mark.AGREED_CHANGE
    assert [(line.label, line.runs[0].words) for line in lines["Piece of help F2, added"][1:]] == [
        ("How many times", "2 times"),
        ("How often", "a week"),
    ]
    asked = [line.runs[0] for part in document.parts if part.title == "Asked for" for line in part.paragraphs]
    assert asked == [
        Run("A trampoline.", Mark.FAMILY, by=AMARA, on=world.now.date()),
        Run("Larch School", Mark.FAMILY, by=AMARA, on=world.now.date()),
    ]


def test_accepted_it_reads_as_asked_and_agreed_and_rejected_as_it_was_served(answered):
    word = read_word(client_of(answered, "joel").get(f"{WORKING}word/").content)
    assert {"Sam is nine. He likes maps.", "Sam dresses JOELSWISH himself.", "Lena sees Sam at school, every week."} <= set(
        word.text(accepted=True)
    )
    assert {"Sam is nine. He likes trains.", "Sam dresses himself.", "Lena sees Sam at school."} <= set(word.text(accepted=False))
    assert ("ins", JOEL, str(answered.now.date()), "JOELSWISH ") in word.changes()
    assert (JOEL, str(answered.now.date()), "JOELREASON") in word.comments()
    council = [one for one in word.changes() if one[1] != JOEL]
    assert {(author, day) for _kind, author, day, _words in council} == {("The council, because of what the family said", None)}


def test_the_document_is_neither_for_professionals_nor_for_strangers(answered):
    assert client_of(answered, "priya").get(WORKING).status_code == 403
    assert client_of(answered, "lena").get(f"{WORKING}word/").status_code == 403
    assert client_of(answered, "nadia").get(f"{WORKING}pdf/").status_code == 404


def test_before_a_draft_is_served_there_is_no_working_document(world):
    for slug in ("amara", "marcus"):
        assert client_of(world, slug).get(WORKING).status_code == 409
