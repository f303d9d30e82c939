"""What each notice must hold, by hand from domain.md 1.6; one that lacks a part is not put together."""

from datetime import date

import pytest

from plans.statute.clocks import last_day
from plans.statute.notices import (
    MANDATORY,
    NOTICE_NAMES,
    PLACEHOLDERS,
    Block,
    Incomplete,
    Notice,
    Passage,
    blocks_of,
    compose,
    passages,
    what_is_wrong,
)
from plans.statute.overturning import steps_after

# Right of appeal, time limits, mediation (reg 32: the right, the certificate, the adviser, the times, what to tell the council), disagreement resolution, SENDIASS.
APPEALS = "appeal time_limits mediation certificate adviser mediation_times tell_us disagreement sendiass"
ANSWERS = "representations setting last_day meeting find_schools"
MUST_HOLD = {
    "assess_no": f"decision reasons {APPEALS}",
    "plan_no": f"decision reasons {APPEALS}",
    "final": f"decision {APPEALS}",
    "not_amending": f"decision reasons {APPEALS}",
    "maintain": f"decision reasons {APPEALS}",
    "cease": f"decision reasons {APPEALS}",
    "draft": f"decision {ANSWERS}",
    "amendment": f"decision evidence {ANSWERS}",
    "received": "decision next sendiass",
    "assess_yes": "decision next sendiass",
    "plan_yes": "decision next sendiass",
    "overturned": "decision reasons next sendiass",
    "withdrawn": "decision next sendiass",
    "moved_out": "decision next sendiass",
    "handed_over": "decision next sendiass contact",
    "taken_over": "decision next sendiass contact",
    "rights_told": "decision next sendiass contact",
    "review_invite": "decision next representations sendiass contact",
    "consider_cease": "decision reasons representations meeting sendiass contact",
    "consider_told": "decision reasons representations contact",
    "cease_told": "decision next contact",
    "not_ceasing": f"decision reasons {APPEALS}",
    "ended": "decision next contact",
    "reassess_yes": "decision next sendiass",
    "reassess_no": f"decision reasons {APPEALS}",
}
EVERYTHING = {block: f"Words of {block}." for block in Block}


def test_each_notice_holds_what_the_law_asks_for():
    found = {str(notice): set(map(str, blocks)) for notice, blocks in MANDATORY.items()}
    assert set(found) == set(MUST_HOLD) == {str(notice) for notice in Notice}
    assert {
        notice: set(blocks.split()) - found[notice] for notice, blocks in MUST_HOLD.items() if not set(blocks.split()) <= found[notice]
    } == {}


@pytest.mark.parametrize("notice", Notice)
def test_a_notice_without_one_of_its_parts_is_not_put_together(notice):
    assert [str(part.block) for part in compose(notice, EVERYTHING, {})] == [str(block) for block in blocks_of(notice)]
    for missing in MUST_HOLD[notice].split():
        for nothing in ("", "  \n "):
            with pytest.raises(Incomplete) as refused:
                compose(notice, EVERYTHING | {Block(missing): nothing}, {})
            assert NOTICE_NAMES[notice] in str(refused.value)


def test_a_name_in_braces_that_stands_for_nothing_stops_a_part_that_must_be_there_and_leaves_out_another():
    with pytest.raises(Incomplete, match="SENDIASS"):
        compose(Notice.ASSESS_NO, EVERYTHING | {Block.SENDIASS: "Ask {sendiass}."}, {"sendiass": " "})
    there = compose(Notice.ASSESS_NO, EVERYTHING | {Block.NEXT: "Ask {sendiass}."}, {"sendiass": ""})
    assert Block.NEXT not in [part.block for part in there]
    told = compose(Notice.ASSESS_NO, EVERYTHING | {Block.SENDIASS: "Ask {sendiass}."}, {"sendiass": "Fernmouth SENDIASS"})
    assert told[[part.block for part in told].index(Block.SENDIASS)].passages == (Passage(("Ask Fernmouth SENDIASS.",)),)


def test_words_that_somebody_typed_for_one_child_are_never_read_as_names_in_braces():
    told = compose(Notice.ASSESS_NO, EVERYTHING | {Block.REASONS: "He said {child} and {x}."}, {"child": "Sam"})
    assert told[1].passages[0].lines == ("He said {child} and {x}.",)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Dear {child}, by {appeal_by}.", ""),
        ("Nothing to put in.", ""),
        ("Dear {chlid}.", "{chlid}"),
        ("Dear {}.", "{}"),
        ("Dear {child.__class__}.", "{child.__class__}"),
        ("Dear {child.", "brace"),
        ("Dear child}.", "brace"),
        ("Dear {{child}}.", "brace"),
    ],
)
def test_only_names_of_the_list_stand_in_braces(words, wrong):
    said = what_is_wrong(words)
    assert (wrong in said) if wrong else said == ""
    assert "child" in PLACEHOLDERS


def test_words_are_read_as_paragraphs_and_lists():
    assert passages("One.\nStill one.\n\n- a\n- b\n\n\nTwo.") == (
        Passage(("One.", "Still one.")),
        Passage(("a", "b"), is_list=True),
        Passage(("Two.",)),
    )


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 3, 10), date(2026, 5, 10)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 30), date(2028, 2, 29)),
    ],
)
def test_the_time_to_appeal_is_two_months_whatever_day_it_ends_on(sent, last):
    """Domain.md 1.4, CK12 and CK15."""
    assert last_day("CK15", decision_notice_sent=sent) == last


def test_an_order_of_the_tribunal_sets_the_days_that_follow():
    """Domain.md 1.4, CK43 and CK44: an order of Thursday 9 July 2026."""
    ordered = date(2026, 7, 9)
    assert [day for day, _ in steps_after(ordered, is_plan=False)] == [date(2026, 7, 23), date(2026, 9, 17), date(2026, 10, 15)]
    assert [day for day, _ in steps_after(ordered, is_plan=True)] == [date(2026, 8, 13), date(2026, 9, 24)]
