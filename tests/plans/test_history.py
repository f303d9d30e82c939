"""The history of a section: who changed what, when, for whom."""

from datetime import UTC, datetime

from permissions import grants
from permissions.vocabulary import Role
from plans.actions.keep_item import keep_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.retire_item import retire_item
from plans.queries.history import read_history
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.versions_help import access_of, narrate, rewrite, write
from tests.world import SAM


def history(world, slug, code="B"):
    return read_history(access_of(world, slug), code)


def words_of(save):
    return {change.label: [(run.kind, run.text) for run in change.runs] for change in save.changes}


def acts(act, world, slug, item):
    return act(getattr(world, slug), SAM, item.uid, today=world.today, now=world.now)


def all_said(saves):
    return " ".join(run.text for save in saves for change in save.changes for run in change.runs) + " ".join(save.what for save in saves)


def test_each_save_says_who_what_and_which_words(world):
    item = write(world, "okafor", "B", "need", "Sam finds long instructions hard.")
    rewrite(world, "marcus", item, "Sam finds long spoken instructions hard.", area="cognition")
    retire_item(world.marcus, SAM, item.uid, today=world.today, now=world.now)
    out, changed, first = history(world, "lena")
    assert [(save.did, save.who, save.role) for save in (first, changed, out)] == [
        ("Put forward", "Dr Ngozi Okafor", "Educational psychologist"),
        ("Changed", "Marcus Bell", "EHC coordinator"),
        ("Took out", "Marcus Bell", "EHC coordinator"),
    ]
    assert words_of(first)["Words"] == [("added", "Sam finds long instructions hard.")]
    assert words_of(changed)["Words"] == [("same", "Sam finds long "), ("added", "spoken "), ("same", "instructions hard.")]
    assert words_of(changed)["Area"] == [
        ("removed", "Communication"),
        ("added", "Cognition"),
        ("same", " and "),
        ("removed", "interaction"),
        ("added", "learning"),
    ]
    assert words_of(out) == {}
    assert history(world, "marcus")[0].who == "You"


def test_the_sections_own_words_have_their_history_too(world):
    narrate(world, "marcus", "F", "Term time.")
    narrate(world, "tess", "F", "Term time only.")
    second, first = history(world, "lena", "F")
    assert [(save.did, save.what, save.who) for save in (first, second)] == [
        ("Wrote", "The section’s own words", "Marcus Bell"),
        ("Changed", "The section’s own words", "Tess Morgan"),
    ]
    assert words_of(second)["The section’s own words"] == [("same", "Term time"), ("added", " only"), ("same", ".")]


def test_what_was_kept_is_in_the_history_of_its_author_only(world):
    item = write(world, "okafor", "B", "need", "First zebra thought.", put_forward=False)
    rewrite(world, "okafor", item, "Second zebra thought.")
    assert [save.did for save in history(world, "okafor")] == ["Changed", "Wrote, kept to yourself"]
    rewrite(world, "okafor", item, "Ready.")
    acts(put_forward_item, world, "okafor", item)
    for slug in ("marcus", "lena", "hana"):
        saves = history(world, slug)
        assert [(save.did, words_of(save)["Words"]) for save in saves] == [("Put forward", [("added", "Ready.")])]
        assert "zebra" not in all_said(saves)
    # What was written live in one sitting is one change.
    assert [save.did for save in history(world, "okafor")] == ["Put forward", "Changed", "Wrote, kept to yourself"]


def test_what_was_taken_back_is_gone_from_the_history_of_others_also_when_it_is_taken_out(world):
    item = write(world, "okafor", "B", "need", "Shown at first.")
    acts(keep_item, world, "okafor", item)
    assert history(world, "marcus") == ()
    rewrite(world, "okafor", item, "Private zebra.")
    acts(retire_item, world, "okafor", item)
    assert history(world, "marcus") == ()
    assert [save.did for save in history(world, "okafor")] == ["Took out", "Changed", "Kept to yourself again", "Put forward"]
    assert "zebra" in all_said(history(world, "okafor"))


def test_what_was_taken_out_while_it_was_put_forward_stays_in_the_history(world):
    item = write(world, "okafor", "B", "need", "Shown.")
    acts(retire_item, world, "okafor", item)
    assert [save.did for save in history(world, "lena")] == ["Took out", "Put forward"]


def test_the_hour_of_a_family_members_doings_is_for_that_person_and_the_council(world):
    world.now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    write(world, "amara", "A", "voice", "I like maths.")
    assert history(world, "amara", "A")[0].when == "Wednesday 1 July 2026 at 23:30"
    assert history(world, "marcus", "A")[0].when == "Wednesday 1 July 2026 at 23:30"
    assert history(world, "priya", "A")[0].when == "Wednesday 1 July 2026"
    assert history(world, "joel", "A")[0].when == ""
    assert history(world, "pam", "A")[0].when == ""


def test_a_day_is_the_day_in_london(world):
    world.now = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    write(world, "amara", "A", "voice", "I like maths.")
    assert history(world, "priya", "A")[0].when == "Thursday 2 July 2026"


def test_a_professionals_hour_is_no_secret(world):
    world.now = datetime(2026, 1, 5, 9, 5, tzinfo=UTC)
    write(world, "okafor", "B", "need", "Shown.")
    assert {history(world, slug)[0].when for slug in ("lena", "marcus", "amara")} == {"Monday 5 January 2026 at 09:05"}


def test_reports_that_one_may_not_read_are_not_in_the_history(world):
    """A SENCo reads all advice but health and social care; a therapist reads the titles only (domain.md 4.3)."""
    write(world, "marcus", "K", "evidence", "Asthma zebra.", advice_type="medical", title="Clinic letter")
    write(world, "marcus", "K", "evidence", "School giraffe.", advice_type="educational", title="School report")
    said = {slug: all_said(history(world, slug, "K")) for slug in ("priya", "lena", "amara", "bea")}
    assert "zebra" not in said["priya"]
    assert "giraffe" in said["priya"]
    assert said["lena"].strip() == ""
    assert "zebra" in said["amara"]
    assert "giraffe" not in said["bea"]
    assert "zebra" in said["bea"]


def test_who_reads_without_names_gets_no_names(world):
    auditor = world.people["auditor"] = world.zoe
    grants.give_role(circle=world.sam.circle, person=auditor, role=Role.AUDITOR, from_on=world.today)
    write(world, "okafor", "B", "need", "Sam Adeyemi finds it hard; SAM’s friends help, and so does Samuel.")
    save = history(world, "auditor")[0]
    assert (save.who, words_of(save)["Words"]) == (
        "Educational psychologist",
        [("added", "[name] [name] finds it hard; [name]’s friends help, and so does Samuel.")],
    )


def test_the_page_is_for_those_who_see_the_section(world):
    write(world, "okafor", "B", "need", "Sam finds it hard.")
    assert "Sam finds it hard" in page_of(visit(world.lena).get(f"{PLAN}sections/B/history/")).words
    is_nothing_to_strangers(world, f"{PLAN}sections/B/history/")
    is_refused(visit(world.corinne).get(f"{PLAN}sections/B/history/"))
    is_refused(visit(world.rao).get(f"{PLAN}sections/D/history/"))
    assert visit(world.lena).get(f"{PLAN}sections/Q/history/").status_code == 404
    assert visit(world.lena).post(f"{PLAN}sections/B/history/").status_code == 405


def test_a_family_sees_what_changed_between_shared_versions_and_no_single_saves(world):
    write(world, "okafor", "B", "need", "Sam finds it hard.")
    page = page_of(visit(world.amara).get(f"{PLAN}sections/B/history/")).words
    assert "between the versions that were shared with you" in page
    assert "Sam finds it hard" not in page
