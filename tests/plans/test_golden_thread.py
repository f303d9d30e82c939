"""The golden thread: hope, need, help and outcome, followed from either end, for whoever sees them."""

from plans.queries.golden_thread import read_golden_thread
from tests.plans.pages import PLAN, is_nothing_to_strangers, page_of, visit
from tests.plans.versions_help import access_of, write


def woven(world):
    hope = write(world, "amara", "A", "aspiration", "Walk to school.")
    need = write(world, "okafor", "B", "need", "Roads are hard.", comes_from=(hope,))
    help_ = write(world, "lena", "F", "provision", "Road practice.", comes_from=(need,))
    outcome = write(world, "priya", "E", "outcome", "Crosses alone.", comes_from=(help_,))
    return hope, need, help_, outcome


def thread(world, slug, *, is_backwards=False):
    return read_golden_thread(access_of(world, slug), is_backwards=is_backwards)


def told(knots):
    return [(knot.said, knot.strand.words, told(knot.below)) for knot in knots]


def loose(world, slug):
    return {(one.strand.words, one.missing) for one in thread(world, slug).loose}


def test_it_is_followed_from_a_hope_to_the_outcome(world):
    woven(world)
    assert told(thread(world, "joel").knots) == [
        ("Hope", "Walk to school", [("Need", "Roads are hard", [("Help", "Road practice", [("Outcome", "Crosses alone", [])])])])
    ]


def test_it_is_followed_back_from_the_outcome_to_the_hope(world):
    woven(world)
    [(said, words, below)] = told(thread(world, "joel", is_backwards=True).knots)
    assert (said, words) == ("Outcome", "Crosses alone")
    assert below[0][:2] == ("Help", "Road practice")
    assert below[0][2][0][2] == [("Hope", "Walk to school", [])]


def test_one_need_may_lead_to_much_and_much_to_one_outcome(world):
    need = woven(world)[1]
    write(world, "lena", "F", "provision", "A reflective coat.", comes_from=(need,))
    [(_hope, _walk, [(_need, _roads, helps)])] = told(thread(world, "lena").knots)
    assert [words for _help, words, _below in helps] == ["Road practice", "A reflective coat"]
    assert ("A reflective coat", "No outcome is tied to this help yet") in loose(world, "lena")


def test_what_hangs_on_nothing_is_said_kindly(world):
    write(world, "amara", "A", "aspiration", "A hope.")
    write(world, "okafor", "B", "need", "A need.")
    write(world, "lena", "F", "provision", "Help.")
    write(world, "priya", "E", "outcome", "An outcome.")
    assert loose(world, "marcus") == {
        ("A hope", "No outcome or need is tied to this hope yet"),
        ("A need", "No help is tied to this need yet"),
        ("Help", "This help is not tied to a need yet"),
        ("Help", "No outcome is tied to this help yet"),
        ("An outcome", "No help is tied to this outcome yet"),
    }


def test_what_is_tied_is_not_loose(world):
    woven(world)
    assert loose(world, "marcus") == set()


def test_what_somebody_keeps_is_on_nobody_elses_thread_and_ties_nothing_loose_for_them(world):
    need = woven(world)[1]
    kept = write(world, "lena", "F", "provision", "Secret zebra.", put_forward=False, comes_from=(need,))
    lonely = write(world, "okafor", "B", "need", "Needs zebra help.")
    write(world, "lena", "F", "provision", "Kept zebra help.", put_forward=False, comes_from=(lonely,))
    for slug in ("marcus", "amara", "joel", "okafor"):
        for is_backwards in (False, True):
            page = thread(world, slug, is_backwards=is_backwards)
            assert str(kept.uid) not in str(page), slug
            assert "Secret zebra" not in str(page)
        assert ("Needs zebra help", "No help is tied to this need yet") in loose(world, slug)
    assert ("Needs zebra help", "No help is tied to this need yet") not in loose(world, "lena")
    assert "Secret zebra" in str(thread(world, "lena"))


def test_a_thread_through_a_section_that_one_does_not_see_is_cut_there(world):
    """A therapist has no part in Section D: its needs are on no page of theirs."""
    need = write(world, "grace", "D", "need", "Needs a zebra break.")
    write(world, "marcus", "E", "outcome", "Family rests.", comes_from=(need,))
    assert "zebra" not in str(thread(world, "lena", is_backwards=True))
    assert "zebra" in str(thread(world, "amara", is_backwards=True))


def test_a_parent_told_what_the_other_keeps_learns_nothing_of_it(world):
    write(world, "amara", "A", "aspiration", "Only mine zebra.", put_forward=False)
    page = page_of(visit(world.joel).get(f"{PLAN}thread/")).words
    assert "zebra" not in page
    assert "No hopes yet" in page


def test_the_page_can_be_read_from_either_end(world):
    woven(world)
    browser = visit(world.amara)
    assert "Hope: Walk to school" in page_of(browser.get(f"{PLAN}thread/")).words
    assert "Outcome: Crosses alone" in page_of(browser.get(f"{PLAN}thread/?from=outcomes")).words
    for odd in ("?from=", "?from=%FF", "?from=<script>", "?other=1"):
        assert browser.get(f"{PLAN}thread/{odd}").status_code == 200


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    is_nothing_to_strangers(world, f"{PLAN}thread/")
