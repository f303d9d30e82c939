"""Who may import, call and name what: the clock at the edge, the law without a framework, one door to guardian, views without rows."""

import pytest

from tests.architecture import house, imports

LAW = (
    *house.python_of("plans/statute"),
    *(path for path in house.python_of("permissions") if path.stem in ("vocabulary", "matrix", "refusals")),
)
BRINGS_DATA_OF_OTHERS = {"plans/statute/bank_holidays.py": ["holidays.countries.united_kingdom.UnitedKingdom"]}
VIEWS = [path for path in house.python_of() if "views" in path.parts]
CLOCK = "permissions/clock.py"
SPEAKS_TO_GUARDIAN = {"permissions/grants.py", "permissions/models/grants.py"}
# At the edge stand views, sockets, commands and whatever the portal composes; below it `today` and `now` are parameters.
AT_THE_EDGE = ("portal", "views", "management", "socket.py")
ASKS_FOR_THE_TIME_INSIDE = {
    "plans/access/door.py": "django's user.has_perm(perm, section) leaves no place for a date",
    "plans/livetext/rooms.py": "what runs on the loop behind the sockets of live texts is called by no view",
    "plans/livetext/upkeep.py": "likewise: what rooms do when nobody asks",
    "plans/livetext/writer.py": "likewise: the commit of whatever waits",
}
IS_CALLED_BY_A_MACHINE = {"portal/views/mail.py": "GOV.UK Notify has no session; its receipts carry a key of their own"}
LISTENS_TO_A_SIGNAL = {"permissions/apps.py": "SQLite drops triggers when a migration remakes a table"}


def _python_but(*left_out):
    return [path for path in house.python_of() if path.as_posix() not in left_out]


def test_only_the_clock_reads_the_clock():
    assert house.offences(_python_but(CLOCK), imports.reads_the_clock) == {}


def test_only_the_edge_asks_for_the_time():
    inside = [path for path in _python_but(CLOCK, *ASKS_FOR_THE_TIME_INSIDE) if not set(AT_THE_EDGE) & set(path.parts)]
    assert house.offences(inside, imports.asks_for_the_time) == {}


def test_the_law_imports_nothing_but_words_and_the_standard_library():
    assert len(LAW) > 5
    assert house.offences(LAW, imports.imports_more_than_the_law_needs) == BRINGS_DATA_OF_OTHERS


def test_only_grants_and_its_rows_speak_to_guardian():
    assert house.offences(_python_but(*SPEAKS_TO_GUARDIAN), imports.speaks_to_guardian) == {}


def test_nothing_marks_text_safe_lets_a_form_unchecked_or_listens_to_a_model():
    assert house.offences(_python_but(*LISTENS_TO_A_SIGNAL, *IS_CALLED_BY_A_MACHINE), imports.forbidden_names) == {}


@pytest.mark.parametrize("path", IS_CALLED_BY_A_MACHINE)
def test_one_door_alone_takes_a_form_that_nobody_checked(path):
    source = house.read(house.ROOT / path)
    assert set(imports.forbidden_names(source)) == {"csrf_exempt: every form is checked"}
    assert source.count("@csrf_exempt") == 1


def test_only_the_sanitiser_vouches_for_markup():
    assert house.offences(_python_but("plans/rendering.py"), imports.vouches_for_markup) == {}
    assert imports.vouches_for_markup(house.read(house.ROOT / "plans/rendering.py")) == ["SafeString"]


def test_no_view_builds_a_queryset_or_works_with_a_model():
    assert house.offences(VIEWS, imports.view_knows_rows) == {}


def test_no_test_puts_a_mock_in_the_place_of_our_own_code():
    assert house.offences(house.files(".py", under=("tests",)), imports.mocks) == {}
    assert imports.mocks("from unittest.mock import patch") == ["unittest.mock.patch"]
    assert imports.mocks("import unittest.mock") == ["unittest.mock"]


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nat = datetime.now()",
        "import datetime\non = datetime.date.today()",
        "import time\nat = time.time()",
        "from time import time",
        "from django.utils import timezone\nat = timezone.now()",
    ],
)
def test_each_way_to_read_the_clock_is_found(source):
    assert imports.reads_the_clock(source) != []


@pytest.mark.parametrize(
    "source", ["import time\nstart = time.monotonic()", "from datetime import date\non = date(2026, 3, 6)", "now = clock.now()"]
)
def test_an_interval_a_date_and_our_own_clock_are_no_readings(source):
    assert imports.reads_the_clock(source) == []


def test_our_clock_is_found_where_it_may_not_be_and_its_time_zone_is_no_clock():
    assert imports.asks_for_the_time("from permissions import clock, ledger") == ["permissions.clock"]
    assert imports.asks_for_the_time("from permissions.clock import today") == ["permissions.clock.today"]
    assert imports.asks_for_the_time("from permissions.clock import LONDON") == []


@pytest.mark.parametrize(
    "source", ["from django.db import models", "import channels", "from plans.models import Plan", "from permissions import clock"]
)
def test_a_law_that_knows_a_framework_a_row_or_a_clock_is_found(source):
    assert imports.imports_more_than_the_law_needs(source) != []


def test_a_law_of_dates_and_words_is_fine():
    assert imports.imports_more_than_the_law_needs("from datetime import date\nfrom permissions.vocabulary import Code") == []


def test_a_second_door_to_guardian_is_found():
    assert imports.speaks_to_guardian("from guardian.shortcuts import assign_perm") == ["guardian.shortcuts.assign_perm"]


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.safestring import mark_safe",
        "import django.utils.safestring as s\ns.mark_safe(words)",
        "from django.views.decorators.csrf import csrf_exempt",
        "class F(forms.ModelForm):\n    pass",
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
    ],
)
def test_each_forbidden_name_is_found(source):
    assert imports.forbidden_names(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "from plans.models import Plan\ndef plan(request):\n    return Plan.objects.get()",
        "from plans.models import Item\ndef item(request):\n    return Item.State.KEPT",
        "def plan(request, found):\n    return found.objects.all()",
        "from django.shortcuts import get_object_or_404",
        "from django.db.models import Q",
    ],
)
def test_each_way_for_a_view_to_know_rows_is_found(source):
    assert imports.view_knows_rows(source) != []


def test_a_view_may_name_a_model_in_an_annotation():
    assert imports.view_knows_rows("from plans.models import Item\ndef _saved(request) -> Item:\n    return save_item()") == []
