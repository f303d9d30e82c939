"""The room for files has an end, what no row names is swept up, and what is missing or altered is found."""

import os

import pytest

from files import store
from files.actions.let_go import let_go
from files.actions.sweep import sweep
from files.actions.take_in import take_in
from files.refused import FileRefused
from files.verify import first_fault

DAY = 24 * 3600


@pytest.fixture
def taken(world, received):
    return lambda *facts: take_in(received(*facts), owner=world.sam.circle.uid, added_by=world.amara.uid, now=world.now)


def aged(path, world, days):
    at = world.now.timestamp() - days * DAY
    os.utime(path, (at, at))
    return path


def test_a_plan_has_so_much_room_and_no_more(taken, world, received, settings):
    first = taken()
    settings.FILE_QUOTA = first.size + 10
    with pytest.raises(FileRefused, match="has no room"):
        taken()
    other = take_in(received(), owner=world.nadias.circle.uid, added_by=world.nadia.uid, now=world.now)
    assert other.size == first.size


def test_a_file_that_no_row_names_is_moved_aside_after_a_day_and_gone_after_thirty(taken, received, world):
    named, loose, fresh = aged(store.path_of(taken().stored_as), world, 2), received().stored_as, received().stored_as
    aged(store.path_of(loose), world, 2)
    assert sweep(now=world.now) >= 1
    assert named.exists()
    assert store.path_of(fresh).exists()
    assert not store.path_of(loose).exists()
    aside = store.root() / store.LOST / loose
    assert aside.exists()
    aged(aside, world, 31)
    sweep(now=world.now)
    assert not aside.exists()


def test_a_file_let_go_is_gone_after_the_commit_and_not_before(taken, django_capture_on_commit_callbacks):
    file = taken()
    path = store.path_of(file.stored_as)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        let_go(file)
    assert path.exists()
    for callback in callbacks:
        callback()
    assert not path.exists()


def test_a_missing_and_an_altered_file_are_found(taken):
    file = taken()
    assert first_fault() == ""
    path = store.path_of(file.stored_as)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    assert first_fault() == f"file row {file.pk} was altered in the store"
    path.unlink()
    assert first_fault() == f"file row {file.pk} is missing from the store"
