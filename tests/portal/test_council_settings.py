"""What a council says of itself stands on every page, at once in the process that saved it and within a minute in every other."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client

from portal import kept
from portal.council import Council, council
from portal.models import CouncilSettings, GuidancePage
from tests.queries import count_queries
from tests.world import World


@pytest.fixture
def row(db) -> CouncilSettings:
    return CouncilSettings.objects.get()


def test_name_contacts_and_the_way_out_stand_on_the_page_as_soon_as_they_are_saved(
    client: Client, world: World, row: CouncilSettings
) -> None:
    row.name, row.email, row.phone = "Fernmouth Borough Council", "plans@example.net", "020 7946 0555"
    row.sendiass_name, row.sendiass_url, row.exit_url = "Fernmouth Parents", "https://parents.example.net/", "https://news.example.net/"
    row.full_clean()
    row.save()
    client.force_login(world.amara)
    page = client.get("/home/?all=1").content.decode()
    for words in ("Fernmouth Borough Council", "https://parents.example.net/", "Fernmouth Parents"):
        assert words in page
    assert page.count('href="https://news.example.net/"') == 2
    assert "Brookshire" not in page
    assert 'href="mailto:plans@example.net"' in client.get("/guidance/").content.decode()


def test_a_council_without_an_address_or_a_number_offers_none(client: Client, row: CouncilSettings) -> None:
    row.email = row.phone = row.sendiass_phone = ""
    row.save()
    page = client.get("/").content.decode()
    assert "mailto:" not in page
    assert "Ask Brookshire Council" in page


def test_what_a_council_types_is_never_markup(client: Client, row: CouncilSettings) -> None:
    row.name = row.sendiass_name = "<script>alert(1)</script>"
    row.phone = '"><img src=x>'
    row.save()
    page = client.get("/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "address",
    [
        "http://www.bbc.co.uk/weather", "javascript:alert(1)", "ftp://example.org/", "https://", "https://localhost/", "https://LOCALHOST:8000/guidance/",
        "https://127.0.0.1/", "https://[::1]/", "https://somebody@example.org/", "//example.org/", "https://localhost./", "https://[",
    ],
)  # fmt: skip
def test_a_way_out_that_leads_back_in_or_is_not_safe_is_refused(row: CouncilSettings, address: str) -> None:
    row.exit_url = address
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == ["exit_url"]


def test_a_way_out_to_the_services_own_host_is_refused_by_its_origin_and_its_hosts(row: CouncilSettings, settings) -> None:
    settings.ORIGIN, settings.ALLOWED_HOSTS = "https://plans.example.gov.uk", [".brookshire.example"]
    for address in (
        "https://plans.example.gov.uk/",
        "https://PLANS.example.gov.uk./x",
        "https://brookshire.example/",
        "https://a.brookshire.example/",
    ):
        row.exit_url = address
        with pytest.raises(ValidationError, match="another site"):
            row.clean()
    row.exit_url = "https://example.gov.uk/"
    row.clean()


@pytest.mark.parametrize("address", ["http://sendiass.example.org/", "javascript:alert(1)"])
def test_the_address_of_independent_help_is_a_safe_one(row: CouncilSettings, address: str) -> None:
    row.sendiass_url = address
    with pytest.raises(ValidationError):
        row.full_clean()


def test_no_page_asks_the_database_for_the_settings_while_they_are_fresh(client: Client, db) -> None:
    council()
    with count_queries() as counted:
        assert client.get("/sign-in/").status_code == 200
    assert "councilsettings" not in str(counted)


def test_another_process_follows_within_a_minute(row: CouncilSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process saves is a row that changed without this one being told."""
    now = [1000.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(kept, "FRESH_FOR", 30.0)
    kept._step()
    assert council().name == "Brookshire Council"
    CouncilSettings.objects.update(name="Fernmouth")
    now[0] += 29
    assert council().name == "Brookshire Council"
    now[0] += 2
    assert council().name == "Fernmouth"


def test_half_a_minute_is_what_a_process_waits_outside_the_tests() -> None:
    assert "FRESH_FOR: float = 30.0" in Path(kept.__file__).read_text(encoding="utf-8")


def test_a_database_that_does_not_answer_leaves_what_was_read_last(row: CouncilSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert council().name == "Brookshire Council"

    def breaks() -> Council:
        raise OperationalError

    monkeypatch.setattr(council_kept(), "_read", breaks)
    kept._step()
    assert council().name == "Brookshire Council"


def council_kept() -> kept.Kept[Council]:
    from portal import council as module

    return module._council


def test_what_is_saved_while_somebody_reads_is_read_again_after_the_commit(
    db, row: CouncilSettings, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as after:
        row.save()
    before = kept._generation
    for callback in after:
        callback()
    assert kept._generation == before + 1


def test_a_service_without_settings_has_pages_too(client: Client, row: CouncilSettings) -> None:
    row.delete()
    kept._step()
    assert "Your council" in client.get("/").content.decode()


def test_the_foot_of_every_page_leads_to_the_words_wherever_the_council_put_them(client: Client, row: CouncilSettings) -> None:
    words = GuidancePage.objects.get(slug="words")
    words.unpublish()
    row.save()
    page = client.get("/").content.decode()
    assert "/guidance/words/" not in page
    assert 'href="/guidance/">What do these words mean?' in page
