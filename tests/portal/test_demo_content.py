"""Hold the demo plans to the rules of a real plan: who may write where, what hangs on what, what must not be said."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CONTENT = Path(__file__).resolve().parents[2] / "portal" / "demo" / "content"
FILES = ("sam", "zoe", "nadia")

KINDS = {
    "A": {"voice", "aspiration"},
    "B": {"need"},
    "C": {"need"},
    "D": {"need"},
    "E": {"outcome"},
    "F": {"provision"},
    "G": {"provision"},
    "H1": {"provision"},
    "H2": {"provision"},
    "I": {"placement"},
    "J": {"budget"},
    "K": {"evidence"},
}

WRITES_IN = {
    "amara": "A K",
    "joel": "A K",
    "nadia": "A K",
    "zoe": "A K",
    "priya": "A B E F K",
    "okafor": "B E F K",
    "lena": "B C E F G K",
    "tom": "B C E F G K",
    "rao": "C E G K",
    "grace": "D E H1 H2 K",
    "tess": "B C D E F G H1 H2 J",
    "marcus": "B C D E F G H1 H2 I J K",
}

FAMILY = {"amara", "joel", "nadia", "zoe"}
COUNCIL = {"marcus", "tess", "hana", "susan", "corinne"}

B_TO_J = "B C D E F G H1 H2 J"
TALKS_IN = {
    **dict.fromkeys(FAMILY, f"A {B_TO_J}"),
    **dict.fromkeys(("marcus", "tess", "hana"), B_TO_J),
    **dict.fromkeys(("priya", "okafor"), "A B E F"),
    **dict.fromkeys(("lena", "tom"), "A B C E F G"),
    **dict.fromkeys(("rao", "bea"), "B C E F G"),
    "grace": "A D E H1 H2",
    "iqbal": "D E H1 H2",
}

PAIRS = {
    ("aspiration", "need"),
    ("need", "provision"),
    ("provision", "outcome"),
    ("aspiration", "outcome"),
    ("need", "outcome"),
}

SPEC_FIELDS = {
    "voice": "speaker_name speaker how_gathered gathered_by gathered_on verbatim language",
    "aspiration": "whose horizon",
    "need": "area impact",
    "outcome": "area measure baseline target by_on by_phase steps monitored_by",
    "provision": "delivered_by qualification sessions per minutes grouping children_max adults where weeks_a_year starts_on ends_on review"
    " flexibility_reason",
    "placement": "name type from_on",
    "budget": "part amount_pence how purpose",
    "evidence": "advice_type title author_name author_role dated_on obtained not_obtained_reason",
}

CHOICES = {
    "speaker": "child parent young_person other",
    "whose": "child parent young_person",
    "horizon": "next_year next_stage adulthood",
    "area": "communication cognition semh sensory_physical health social_care",
    "per": "day week fortnight half_term term year",
    "grouping": "one_to_one pair small_group whole_class indirect",
    "type": "mainstream special resourced college other",
    "part": "education health social_care",
    "how": "notional direct_payment third_party",
    "advice_type": "family educational medical psychological social_care therapy other",
}

NAMED_SCHOOL = re.compile(r"\b[A-Z][a-z']+ (?:Primary|Junior|Infant|Academy|School|College|High|Grammar|Nursery)\b")
KIND_OF_SCHOOL = re.compile(
    r"\b(?:mainstream|special school|specialist (?:school|provision|setting)|resourced|unit|academy|independent school"
    r"|alternative provision|residential)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(?:access to(?! work)|opportunit\w+|would benefit|regular\w*|as (?:needed|required|necessary|appropriate)|up to \d+ (?:minutes|hours)"
    r"|where possible|ongoing|or equivalent|etc)\b",
    re.IGNORECASE,
)
WEAK_OUTCOME = re.compile(r"\b(?:improve|increase|will receive|sessions?|the school will|continue to)\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
STREET = re.compile(r"\b\d+[a-z]? [A-Z][a-z]+ (?:Road|Street|Avenue|Lane|Close|Way|Drive|Terrace|Gardens|Court)\b")
CALENDAR_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
)
DATE = re.compile(r"\{d:[+-]\d{1,4}\}")


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def items(name: str, *sections: str, state: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load(name)["item"]
    return [item for item in found if (not sections or item["section"] in sections) and (state is None or item["state"] == state)]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def says_how_often(provision: dict[str, Any]) -> bool:
    spec = provision["spec"]
    return bool(("sessions" in spec and "per" in spec) or spec.get("flexibility_reason"))


def says_by_when(outcome: dict[str, Any]) -> bool:
    return bool(outcome["spec"].get("by_on") or outcome["spec"].get("by_phase"))


@pytest.mark.parametrize("name", FILES)
def test_every_item_has_its_own_id_and_a_kind_that_fits_its_section(name: str) -> None:
    assert [uid for uid, times in Counter(item["id"] for item in items(name)).items() if times > 1] == []
    assert [item["id"] for item in items(name) if item["kind"] not in KINDS[item["section"]]] == []
    assert {item["state"] for item in items(name)} <= {"put_forward", "kept", "retired"}


@pytest.mark.parametrize("name", FILES)
def test_every_item_is_written_by_somebody_who_may_write_in_that_section(name: str) -> None:
    assert [(item["id"], item["author"]) for item in items(name) if item["section"] not in WRITES_IN[item["author"]].split()] == []


@pytest.mark.parametrize("name", FILES)
def test_every_detail_is_one_the_plan_has_a_field_for(name: str) -> None:
    for item in items(name):
        assert set(item["spec"]) <= set(SPEC_FIELDS[item["kind"]].split()), item["id"]
        for field in set(CHOICES) & set(item["spec"]):
            assert item["spec"][field] in CHOICES[field].split(), (item["id"], field)


@pytest.mark.parametrize("name", FILES)
def test_links_lead_from_an_item_of_the_same_plan_along_an_allowed_pair(name: str) -> None:
    by_id = {item["id"]: item for item in items(name)}
    for item in by_id.values():
        for source in item.get("links", []):
            assert (by_id[source]["kind"], item["kind"]) in PAIRS, (source, item["id"])
            assert by_id[source]["state"] == "put_forward", (source, item["id"])


@pytest.mark.parametrize("name", FILES)
def test_every_special_educational_need_meets_help_and_every_outcome_rests_on_help(name: str) -> None:
    forward = items(name, state="put_forward")
    helped = {source for item in forward if item["kind"] == "provision" for source in item["links"]}
    provisions = {item["id"] for item in forward if item["kind"] == "provision"}
    assert [item["id"] for item in forward if item["section"] == "B" and item["id"] not in helped] == []
    assert [item["id"] for item in forward if item["kind"] == "outcome" and not provisions & set(item["links"])] == []


@pytest.mark.parametrize("name", FILES)
def test_dates_are_counted_from_the_day_of_seeding_and_never_written_out(name: str) -> None:
    for text in strings(load(name)):
        assert "{" not in DATE.sub("", text), text
        assert not CALENDAR_DATE.search(text), text
    for item in items(name):
        for field in ("gathered_on", "by_on", "starts_on", "ends_on", "from_on", "dated_on"):
            if field in item["spec"]:
                assert DATE.fullmatch(item["spec"][field]), (item["id"], field)


@pytest.mark.parametrize("name", FILES)
def test_no_address_stands_in_any_plan(name: str) -> None:
    assert [text for text in strings(load(name)) if POSTCODE.search(text) or STREET.search(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_talk_is_written_by_people_who_may_take_part_in_it(name: str) -> None:
    for thread in load(name)["thread"]:
        speakers = {comment["author"] for comment in thread["comments"]}
        days = [comment["days_ago"] for comment in thread["comments"]]
        assert thread["opened_by"] == thread["comments"][0]["author"]
        assert days == sorted(days, reverse=True)
        assert [who for who in speakers if thread["section"] not in TALKS_IN[who].split()] == []
        match thread["audience"]:
            case "person":
                assert speakers <= {thread["person"], "marcus"}
                assert thread["person"] in FAMILY
            case "council":
                assert speakers <= COUNCIL
            case "professionals":
                assert not speakers & FAMILY
            case audience:
                assert audience == "everyone"


def test_nobody_in_an_open_thread_lets_slip_that_a_parent_has_a_supporter() -> None:
    assert "pam" not in {comment["author"] for thread in load("sam")["thread"] for comment in thread["comments"]}
    assert [text for text in strings(load("sam")) if re.search(r"\bPam\b|SENDIASS", text)] == []


def test_sam_has_a_full_plan_and_an_empty_section_i() -> None:
    counts = Counter(item["section"] for item in items("sam"))
    assert "I" not in {section["code"] for section in load("sam")["section"]}
    assert counts.total() >= 55
    assert set(counts) == set(KINDS) - {"I"}


def test_no_school_and_no_kind_of_school_stands_in_sections_b_to_h_of_a_plan_not_yet_served() -> None:
    for name in ("sam", "nadia"):
        sections = [section for section in load(name).get("section", []) if section["code"] not in "AJK"]
        for text in strings([sections, items(name, "B", "C", "D", "E", "F", "G", "H1", "H2", "J")]):
            assert not NAMED_SCHOOL.search(text), text
            assert not KIND_OF_SCHOOL.search(text), text


def test_five_people_keep_something_of_sam_to_themselves() -> None:
    assert {(item["author"], item["id"]) for item in items("sam", state="kept")} == {
        ("amara", "voice-zips"),
        ("joel", "asp-joel-kept"),
        ("priya", "need-lunch"),
        ("rao", "health-eating"),
        ("okafor", "prov-hours-kept"),
    }


def test_words_by_which_tests_recognise_what_is_private_stand_only_where_they_are_private() -> None:
    assert [item["id"] for item in items("sam") if "forty-one zips" in item["text"]] == ["voice-zips"]
    for words in ("lilac envelope", "chewed to the elbow"):
        holders = [thread for thread in load("sam")["thread"] if any(words in text for text in strings(thread))]
        assert [(thread["audience"], thread["person"]) for thread in holders] == [("person", "amara")]
        assert not any(words in text for text in strings(items("sam")))


def test_sams_plan_leaves_exactly_these_gaps_for_his_coordinator() -> None:
    forward = items("sam", state="put_forward")
    assert [item["id"] for item in forward if item["kind"] == "outcome" and not says_by_when(item)] == ["out-club"]
    assert [item["id"] for item in forward if item["kind"] == "provision" and not says_how_often(item)] == ["prov-salt-practice"]
    assert [item["id"] for item in forward if item["kind"] == "provision" and "minutes" not in item["spec"]] == ["prov-lunch"]
    assert [item["id"] for item in forward if item["kind"] == "provision" and VAGUE.search(item["text"])] == ["prov-lunch"]
    assert [item["id"] for item in forward if item["kind"] == "outcome" and WEAK_OUTCOME.search(item["text"])] == []


def test_zoes_plan_in_force_is_complete_in_every_section() -> None:
    plan = load("zoe")
    held = {item["section"] for item in plan["item"]} | {section["code"] for section in plan["section"] if section.get("none_identified")}
    assert held == set(KINDS)
    assert {item["state"] for item in plan["item"]} == {"put_forward"}
    assert [item["id"] for item in items("zoe", "E") if not says_by_when(item)] == []
    assert [item["id"] for item in items("zoe", "F", "G", "H1") if not says_how_often(item) or VAGUE.search(item["text"])] == []
    assert [item["spec"]["type"] for item in items("zoe", "I")] == ["college"]
    assert 38 <= len(plan["item"]) <= 50


def test_the_versions_of_sams_plan_grow_and_their_older_words_differ_from_todays() -> None:
    plan = load("sam")
    by_id = {item["id"]: item for item in plan["item"]}
    versions = plan["version"]
    assert [(version["kind"], version["days_ago"]) for version in versions] == [("working", 20), ("shared", 12), ("shared", 4)]
    retired = {uid for uid, item in by_id.items() if item["state"] == "retired"}
    absent = [set(version["without"]) - retired for version in versions]
    assert absent[0] > absent[1] > absent[2]
    assert retired <= set(versions[2]["without"])
    assert not retired & set(versions[0]["without"])
    for version in versions:
        earlier = [*version["text_before"], *version["spec_before"]]
        assert not {change["id"] for change in earlier} & set(version["without"])
        assert set(version["without"]) <= set(by_id)
        for change in version["text_before"]:
            assert change["text"] != by_id[change["id"]]["text"].strip()
        for change in version["spec_before"]:
            for field in set(change) - {"id"}:
                assert change[field] != by_id[change["id"]]["spec"][field]


def test_a_personal_budget_is_the_hours_of_its_plan_times_an_hourly_rate() -> None:
    assert [item["spec"]["amount_pence"] for item in items("sam", "J")] == [26 * 3 * 1520]
    assert [item["spec"]["amount_pence"] for item in items("zoe", "J")] == [52 * 15 * 1640 // 2]
