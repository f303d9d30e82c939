"""A report in Section K has its file: who may bring it, put another in its place, take it away, and what the record keeps."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files import store
from files.models import StoredFile
from permissions.refusals import NotFound, NotPermitted
from plans.actions.bring_file import bring_file
from plans.models import Item, Plan, SectionBlob, Wording
from plans.record.verify import first_fault
from tests.files.evidence import ADD, PLAN, TYPED, bring, brought, change, may_have, signed_in, url
from tests.files.samples import pdf, picture
from tests.plans.versions_help import cut, share
from tests.queries import count_queries
from tests.world import SAM


def upload(name="second.pdf", words=b"Another report."):
    return SimpleUploadedFile(name, pdf(words=words))


def test_a_parent_brings_a_report_with_its_file(world):
    item, file = brought(world.amara, "Läuse & <b>EP</b> report.pdf")
    assert (file.name, file.kind, file.state) == ("b- report.pdf", "pdf", "ready")
    assert file.owner == world.sam.circle.uid
    assert file.added_by == world.amara.uid
    page = signed_in(world.marcus).get(f"{PLAN}sections/K/").content.decode()
    assert url(file) in page
    assert "PDF document, 1 kB" in page
    assert item.state == "put_forward"


@pytest.mark.parametrize("slug", ["marcus", "okafor", "priya", "lena", "rao", "grace", "corinne"])
def test_whoever_adds_evidence_may_bring_a_file(world, slug):
    _item, file = brought(getattr(world, slug), audience="keep")
    assert may_have(getattr(world, slug), file) == 200


@pytest.mark.parametrize(("slug", "status"), [("hana", 403), ("pam", 403), ("owen", 403), ("nadia", 404), ("ines", 404), ("root", 404)])
def test_nobody_else_may_and_their_file_is_not_even_looked_at(world, slug, status, monkeypatch):
    monkeypatch.setattr("plans.actions.bring_file.receive", lambda upload: pytest.fail("looked at"))
    before = set(store.every())
    bring(getattr(world, slug), status=status)
    assert set(store.every()) == before
    assert not Item.objects.filter(kind="evidence").exists()


def test_a_refused_file_keeps_what_was_typed_and_says_why(world):
    page = bring(world.amara, "report.pdf", b"<html>", title="My own title", status=422).content.decode()
    assert "This is a web page" in page
    assert "My own title" in page
    assert not StoredFile.objects.exists()


def test_a_form_with_another_mistake_asks_for_the_file_again(world):
    page = bring(world.amara, title="", status=422).content.decode()
    assert "Choose the file again" in page
    assert not StoredFile.objects.exists()


def test_a_report_needs_no_file(world):
    signed_in(world.amara).post(ADD, TYPED | {"post_key": str(uuid.uuid4())})
    assert Item.objects.get(kind="evidence").evidence.file is None


def test_the_same_form_sent_twice_makes_one_report_with_one_file(world):
    key = str(uuid.uuid4())
    bring(world.amara, post_key=key)
    before = set(store.every())
    bring(world.amara, post_key=key)
    assert StoredFile.objects.count() == 1
    assert set(store.every()) == before
    bring(world.amara, "EP report.pdf", pdf(words=b"Not the same."), post_key=key, status=422)
    assert StoredFile.objects.count() == 1


def test_a_full_plan_says_so_and_keeps_nothing(world, settings):
    settings.FILE_QUOTA = 100
    before = set(store.every())
    assert "has no room" in bring(world.amara, status=422).content.decode()
    assert set(store.every()) == before
    assert not Item.objects.filter(kind="evidence").exists()


def test_another_file_takes_the_place_of_a_kept_one_which_is_gone_for_good(world, django_capture_on_commit_callbacks):
    item, first = brought(world.amara, audience="keep")
    with django_capture_on_commit_callbacks(execute=True):
        change(world.amara, item, file=upload())
    now = Item.objects.get(pk=item.pk).evidence.file
    assert now.name == "second.pdf"
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    assert not store.path_of(first.stored_as).exists()
    assert may_have(world.amara, first) == 404


def test_a_kept_file_is_taken_away_and_gone_for_good(world, django_capture_on_commit_callbacks):
    item, file = brought(world.amara, audience="keep")
    with django_capture_on_commit_callbacks(execute=True):
        change(world.amara, item, drops_file="on")
    assert Item.objects.get(pk=item.pk).evidence.file is None
    assert not store.path_of(file.stored_as).exists()


def test_taking_out_a_kept_report_lets_its_file_go(world, django_capture_on_commit_callbacks):
    item, file = brought(world.amara, audience="keep")
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(world.amara).post(f"{PLAN}items/{item.uid}/take-out/")
    assert not store.path_of(file.stored_as).exists()
    assert not StoredFile.objects.exists()


def test_saving_the_words_leaves_the_file(world):
    item, file = brought(world.amara)
    change(world.amara, item, text="Other words.")
    assert Item.objects.get(pk=item.pk).evidence.file == file
    assert Wording.objects.filter(item=item).latest("seq").content["file_uid"] == str(file.uid)


def test_a_version_names_the_file_and_keeps_it_open_after_another_took_its_place(world):
    item, first = brought(world.okafor)
    shared = share(world)
    change(world.okafor, item, file=upload())
    second = Item.objects.get(pk=item.pk).evidence.file
    record = json.loads(SectionBlob.objects.get(plan=world.sam, sha256=shared.manifest["K"]).content)["items"][0]["spec"]
    assert (record["file_uid"], record["file_sha256"], record["file_name"]) == (str(first.uid), first.sha256, "EP report.pdf")
    assert store.measure(first.stored_as) == (record["file_size"], record["file_sha256"])
    assert [may_have(world.amara, file) for file in (first, second)] == [200, 200]
    assert url(first) in signed_in(world.amara).get(f"{PLAN}versions/{shared.uid}/").content.decode()
    assert first_fault(Plan.objects.get(pk=world.sam.pk)) == ""


def test_a_file_of_a_working_version_alone_is_the_councils(world):
    item, first = brought(world.okafor)
    cut(world)
    change(world.okafor, item, file=upload())
    assert {slug: may_have(getattr(world, slug), first) for slug in ("marcus", "hana", "amara", "priya", "okafor")} == {
        "marcus": 200,
        "hana": 200,
        "amara": 404,
        "priya": 404,
        "okafor": 404,
    }


def test_a_version_without_files_has_the_same_bytes_as_ever(world):
    signed_in(world.amara).post(ADD, TYPED | {"post_key": str(uuid.uuid4())})
    version = cut(world)
    spec = json.loads(SectionBlob.objects.get(plan=world.sam, sha256=version.manifest["K"]).content)["items"][0]["spec"]
    assert set(spec) == {"advice_type", "author_name", "author_role", "dated_on", "not_obtained_reason", "obtained", "title"}


def test_a_comparison_and_the_history_say_that_the_file_changed(world):
    item, _first = brought(world.okafor)
    older = share(world)
    change(world.okafor, item, file=upload())
    newer = share(world, note="Once more")
    page = signed_in(world.marcus).get(f"{PLAN}versions/compare/?from={older.uid}&to={newer.uid}&show=changes").content.decode()
    assert "second.pdf" in page
    history = signed_in(world.marcus).get(f"{PLAN}sections/K/history/").content.decode()
    assert "second" in history
    assert StoredFile.objects.latest("pk").sha256[:12] not in page + history


def test_who_saved_from_an_old_form_is_asked_with_both_names(world):
    item, _file = brought(world.okafor)
    change(world.marcus, item, title="The coordinator was here")
    page = change(world.okafor, item, file=upload(), seq="0", status=409).content.decode()
    assert "second.pdf (choose it again below)" in page
    assert "EP report.pdf" in page
    assert StoredFile.objects.count() == 1


def test_every_file_that_no_act_took_is_taken_away_again(world):
    before = set(store.every())
    item, file = brought(world.okafor)
    change(world.marcus, item, title="The coordinator was here")
    change(world.okafor, item, file=upload(), seq="0", status=409)
    assert set(store.every()) - before == {store.path_of(file.stored_as)}


def test_a_picture_stands_on_the_page_and_a_pdf_does_not(world):
    _item, shown = brought(world.amara, "photo.jpg", picture())
    page = signed_in(world.marcus).get(f"{PLAN}sections/K/").content.decode()
    assert f'<img class="portal-file__picture" src="{url(shown)}"' in page
    _item, report = brought(world.amara)
    assert f'src="{url(report)}"' not in signed_in(world.marcus).get(f"{PLAN}sections/K/").content.decode()


def test_adding_a_report_with_a_file_costs_a_known_number_of_questions(world):
    browser = signed_in(world.amara)
    sent = TYPED | {"post_key": str(uuid.uuid4()), "file": upload()}
    with count_queries() as counted:
        assert browser.post(ADD, sent).status_code == 302
    assert counted.number <= 18, str(counted)


def test_a_file_for_somebody_elses_report_is_not_even_looked_at(world, monkeypatch):
    item, _file = brought(world.amara)
    monkeypatch.setattr("plans.actions.bring_file.receive", lambda upload: pytest.fail("looked at"))
    for slug, refusal in (("priya", NotPermitted), ("okafor", NotPermitted), ("joel", NotPermitted), ("nadia", NotFound)):
        with pytest.raises(refusal), bring_file(getattr(world, slug), SAM, upload("other.pdf"), to=item.uid, today=world.today):
            pytest.fail("let in")
