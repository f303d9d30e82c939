"""Bad input: a clear message beside the field, what was typed is kept, and nothing is stored."""

import pytest
from django import forms

from plans.forms.fields import Words
from plans.models import Item
from tests.plans.nothing_stored import NO_TEXT, WHERE, add_url, adds, boxes, is_told, nothing_stored, stored  # noqa: F401
from tests.plans.pages import PLAN, TYPED, visit
from tests.plans.versions_help import write


@pytest.mark.usefixtures("nothing_stored")
def test_too_many_characters_are_counted_and_kept(world):
    for kind in WHERE:
        for name, field in boxes(kind).items():
            text = "é" * (field.limit + 3)
            page = is_told(adds(world, kind, **{name: text}), f"“{field.label}” can hold {field.limit:,} characters. Yours has 3 too many.")
            assert page.form_with("text")[name] == [text], (kind, name)


def test_the_longest_that_is_allowed_is_stored_whole_on_either_database(world):
    for kind in WHERE:
        typed = {name: "👩" * field.limit for name, field in boxes(kind).items()}
        assert adds(world, kind, **typed).status_code == 302, kind
        assert Item.objects.get(kind=kind).text == "👩" * 8000


@pytest.mark.usefixtures("nothing_stored")
def test_what_is_no_text_is_refused_beside_its_box_and_kept(world):
    for odd in NO_TEXT:
        for name in ("text", "delivered_by", "flexibility_reason"):
            label = boxes("provision")[name].label
            page = is_told(
                adds(world, "provision", **{name: f"Speech{odd} sessions"}),
                f"“{label}” has characters that can't be shown. Take them out, or type the words again.",
            )
            assert "Speech" in page.form_with("text")[name][0]
            assert "sessions" in page.form_with("text")[name][0]


def test_a_lone_surrogate_is_no_text_either():
    for odd in ("\ud800", "a\udfff", *NO_TEXT):
        with pytest.raises(forms.ValidationError, match="can't be shown"):
            Words(label="Words", limit=99).clean(f"x{odd}x")


def test_what_is_text_in_any_script_is_stored_and_made_one_kind(world):
    for text in ["two\r\nlines", "tab\there", "e\u0301", "👩🏽‍🦽", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "مرحبا‏", "a\u2028line", "a\u200bb"]:
        assert adds(world, "need", text=text).status_code == 302
        assert Item.objects.order_by("pk").last().text == text.replace("\r\n", "\n").replace("e\u0301", "é")


@pytest.mark.usefixtures("nothing_stored")
def test_what_is_missing_is_asked_for_by_name(world):
    needed = {
        "voice": [
            "Write something under “The words, just as they were said”.",
            "Choose whose words these are.",
            "Write the name of the person whose words these are.",
        ],
        "aspiration": ["Choose whose hope this is."],
        "need": ["Choose the area."],
        "outcome": ["Write something under “The outcome”."],
        "provision": ["Write something under “What help is given?”."],
        "budget": ["Choose whose part it is."],
        "evidence": ["Choose the kind of advice.", "Write the title of the report."],
    }
    for kind, sentences in needed.items():
        for typed in ({}, dict.fromkeys(TYPED[kind], ""), dict.fromkeys(TYPED[kind], "   ")):
            answer = visit(getattr(world, WHERE[kind][1])).post(add_url(kind), typed)
            page = is_told(answer, "Choose who can see this.", *(sentences if "   " not in typed.values() else []))
            assert "Something needs putting right" in page.words


@pytest.mark.usefixtures("nothing_stored")
def test_numbers_and_choices_outside_their_bounds_are_said_so(world):
    for field, values, sentence in [
        ("sessions", ["0", "201", "-1", "two", "1.5", "9" * 5000, "1e3", "٠"], "“How many times?” must be a whole number from 1 to 200."),
        ("minutes", ["0", "1441", "NaN"], "“How many minutes each time?” must be a whole number from 1 to 1440."),
        ("weeks_a_year", ["53", "-5"], "“In how many weeks a year?” must be a whole number from 1 to 52."),
        ("per", ["decade", "\x07", "x" * 500], "Choose one of the list under “In what time?”."),
        ("grouping", ["<script>"], "Choose one of the list under “Alone or with others?”."),
        ("audience", ["everybody", ""], None),
    ]:
        for value in values:
            page = is_told(adds(world, "provision", **{field: value}), *([sentence] if sentence else []))
            assert page.form_with("text")["text"] == ["Speech sessions."]
            if field in ("sessions", "minutes", "weeks_a_year"):
                assert page.form_with("text")[field] == [value]


@pytest.mark.usefixtures("nothing_stored")
def test_amounts_outside_their_bounds_are_said_so(world):
    for value in ("-1", "20000001", "1.001", "lots", "NaN", "Infinity", "1e400", "1e-400", "9" * 400):
        page = is_told(
            adds(world, "budget", pounds=value), "“Pounds a year” must be an amount from 0 to 20,000,000, such as 2640 or 2640.50."
        )
        assert page.form_with("text")["pounds"] == [value]


@pytest.mark.usefixtures("nothing_stored")
def test_a_day_that_there_is_not_is_said_so_and_stays_in_its_boxes(world):
    for day, month, year, sentence in [
        ("31", "2", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("29", "2", "2025", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "September", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "9", "26", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "", "", "“From which day?” must be a real date, such as 27 3 2026."),
        ("-1", "9", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("1", "1", "99999999999", "“From which day?” must be a real date, such as 27 3 2026."),
        ("1", "1", "0001", "“From which day?” must have a year from 1990 to 2100."),
        ("1", "1", "9999", "“From which day?” must have a year from 1990 to 2100."),
        ("\x07", "1", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
    ]:
        page = is_told(adds(world, "provision", starts_on_day=day, starts_on_month=month, starts_on_year=year), sentence)
        if "-" not in day and day != "\x07":
            kept = page.form_with("text")
            assert [kept[f"starts_on_{part}"] for part in ("day", "month")] == [[day], [month]]
            assert kept["starts_on_year"][0].lstrip("0") == year.lstrip("0")


@pytest.mark.usefixtures("nothing_stored")
def test_an_end_before_its_start_is_said_so(world):
    days = {
        "starts_on_day": "2",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "ends_on_day": "1",
        "ends_on_month": "9",
        "ends_on_year": "2026",
    }
    page = is_told(adds(world, "provision", **days), "The last day can't be before the first.")
    assert page.form_with("text")["ends_on_day"] == ["1"]


def test_an_end_on_the_day_of_the_start_is_a_day(world):
    days = {
        "starts_on_day": "2",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "ends_on_day": "2",
        "ends_on_month": "9",
        "ends_on_year": "2026",
    }
    assert adds(world, "provision", **days).status_code == 302


def test_a_change_that_is_wrong_keeps_what_was_typed_and_what_is_stored(world):
    item = write(world, "lena", "F", "provision", "Speech sessions.", minutes=30)
    before, address = stored(), f"{PLAN}items/{item.uid}/"
    typed = {
        "kind": "provision",
        "seq": "0",
        "words": "Mine \x07",
        "words_n": "0",
        "minutes": "9999",
        "where": "In the hall",
        "is_safety": "on",
    }
    page = is_told(visit(world.lena).post(address, typed), "“How many minutes each time?” must be a whole number from 1 to 1440.")
    kept = page.form_with("words")
    assert (kept["minutes"], kept["where"], kept["seq"], kept["is_safety"]) == (["9999"], ["In the hall"], ["0"], ["on"])
    assert stored() == before


@pytest.mark.usefixtures("nothing_stored")
def test_the_words_of_a_section_are_held_to_the_same(world):
    browser = visit(world.marcus)
    for text, sentence in (
        ("x" * 20_001, "“The section’s own words” can hold 20,000 characters. Yours has 1 too many."),
        ("bell \x07", "“The section’s own words” has characters that can't be shown. Take them out, or type the words again."),
    ):
        page = is_told(browser.post(f"{PLAN}sections/F/words/", {"words": text, "words_n": "0"}), sentence)
        assert page.form_with("words")["words"] == [text]
