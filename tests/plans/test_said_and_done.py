""" "You said, we did": each reads their own, the council one person's at a time, as that person would."""

import io

import pypdf
import pytest

from tests.plans.finishing import asks, replies, sends, serve_drafts
from tests.plans.pages import PLAN
from tests.plans.test_version_pages import client_of
from tests.plans.versions_help import write
from tests.plans.word_reading import read_word
from tests.world import World

SAID = f"{PLAN}documents/said/"


@pytest.fixture
def answered(world: World) -> World:
    """Amara asked for three things (agreed, partly, not agreed), Joel for one that waits, Priya proposed one that Amara made hers."""
    outcome = write(world, "marcus", "E", "outcome", "Sam dresses himself.")
    things = serve_drafts(world)
    amaras, joels = things["amaras"], things["joels"]
    agreed = asks(world, "amara", amaras, "B", proposed="Sam is nine. He likes maps.", reason="AMARAREASON")
    partly = asks(world, "amara", amaras, "F", things["help"], proposed="Lena sees Sam at school, every day.")
    refused = asks(world, "amara", amaras, "B", things["need"], proposed="Sam follows two AMARASWISH words.")
    asks(world, "joel", joels, "E", outcome, proposed="Sam dresses JOELSWISH himself.", reason="JOELREASON")
    adopted = {"adopted_for": amaras, "adopted_by": world.amara, "adopted_at": world.now}
    priyas = asks(
        world, "priya", None, "E", outcome, proposed="Sam dresses PRIYASWISH himself.", role="senco", version=things["version"], **adopted
    )
    replies(world, agreed)
    replies(world, partly, "partly", "Lena sees Sam at school, every week.")
    replies(world, refused, "not_agreed", "")
    replies(world, priyas, "not_agreed", "")
    for one in (agreed, partly, refused, priyas):
        sends(world, one)
    world.move_to("finalising")
    return world


def word_of(world: World, slug: str, below: str = ""):
    answer = client_of(world, slug).get(f"{SAID}{below}word/")
    assert answer.status_code == 200
    return read_word(answer.content)


def test_each_thing_stands_with_its_answer_and_how_the_plan_reads_now(answered):
    lines = word_of(answered, "amara").text(accepted=True)
    start = lines.index("1. Change these words")
    assert lines[start : start + 4] == [
        "1. Change these words",
        "You said: Sam is nine. He likes maps.",
        "Because: AMARAREASON",
        f"Sent on {_day(answered)}",
    ]
    assert lines[start + 4 : start + 7] == [
        "We did: Agreed. Because of what you said.",
        "The plan now reads: Sam is nine. He likes maps.",
        f"Answered on {_day(answered)}",
    ]
    assert "We did: Partly agreed. Because of what you said." in lines
    assert "The plan now reads: Lena sees Sam at school, every week." in lines
    assert "You said: Lena sees Sam at school." in word_of(answered, "amara").text(accepted=False)


def _day(world: World) -> str:
    day = world.now.date()
    return f"{day:%A} {day.day} {day:%B %Y}"


@pytest.mark.parametrize(
    ("slug", "holds", "never"),
    [
        ("amara", ("AMARASWISH", "PRIYASWISH"), ("JOELSWISH", "Joel")),
        ("joel", ("JOELSWISH", "has not answered this yet"), ("AMARASWISH", "AMARAREASON", "PRIYASWISH", "Amara", "maps")),
        ("priya", ("PRIYASWISH",), ("AMARASWISH", "JOELSWISH", "Amara", "Joel")),
        ("lena", ("Nothing was asked of the draft",), ("AMARASWISH", "JOELSWISH", "PRIYASWISH", "Amara", "Joel")),
    ],
)
def test_nobody_reads_what_another_asked(answered, slug, holds, never):
    browser = client_of(answered, slug)
    paper = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(browser.get(f"{SAID}pdf/").content)).pages)
    shown = "\n".join([paper.replace("\n", " "), *(part.decode(errors="ignore") for part in word_of(answered, slug).parts.values())])
    page = browser.get(SAID).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert [words for words in holds if words not in shown or words not in main] == []
    assert [words for words in never if words in shown or words in main] == []


def test_the_council_chooses_whose_and_sees_what_that_person_sees(answered):
    browser = client_of(answered, "marcus")
    page = browser.get(SAID).content.decode()
    assert [name in page for name in ("Amara Adeyemi", "Joel Adeyemi", "Priya Raman", "Lena")] == [True, True, True, False]
    joels = "\n".join(word_of(answered, "marcus", f"{answered.joel.uid}/").text(accepted=True))
    assert "JOELSWISH" in joels
    assert "AMARASWISH" not in joels
    priyas = browser.get(f"{SAID}{answered.priya.uid}/").content.decode()
    assert "PRIYASWISH" in priyas
    assert "Amara" not in priyas[priyas.index("<main") : priyas.index("</main>")]
    assert browser.get(f"{SAID}pdf/").status_code == 404


@pytest.mark.parametrize("slug", ["amara", "joel", "pam", "priya", "lena"])
def test_nobody_but_the_council_asks_for_another_s(answered, slug):
    assert client_of(answered, slug).get(f"{SAID}{answered.amara.uid}/").status_code == 404
    assert client_of(answered, slug).get(f"{SAID}{answered.joel.uid}/pdf/").status_code == 404


def test_of_the_council_nobody_finds_a_person_who_said_nothing(answered):
    assert client_of(answered, "marcus").get(f"{SAID}{answered.lena.uid}/").status_code == 404
    assert client_of(answered, "marcus").get(f"{SAID}{answered.nadia.uid}/word/").status_code == 404
    assert client_of(answered, "nadia").get(SAID).status_code == 404
