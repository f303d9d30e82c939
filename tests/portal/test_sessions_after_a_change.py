"""Whoever has changed how they sign in is led to a page on which they can end every other session."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.portal.signing_in import Door

ACCOUNT, ADD, DEVICES = "/account/", "/account/passkeys/add/", "/account/devices/"


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    cache.clear()


@pytest.mark.parametrize("is_removed", [False, True])
def test_after_a_passkey_was_added_or_removed_the_other_sessions_can_be_ended_at_once(world, is_removed):
    other, here = Door(world.amara), Door(world.amara)
    other.comes_by_code()
    cache.clear()
    here.comes_by_code()
    answer = here.sets_up_passkey(ADD)
    if is_removed:
        answer = here.browser.post(f"/account/ways/{Authenticator.objects.get(user=world.amara).pk}/remove/")
    assert answer["Location"] == ACCOUNT
    assert f'href="{DEVICES}"' in here.browser.get(ACCOUNT).content.decode()
    assert f'action="{DEVICES}end-others/"' in here.browser.get(DEVICES).content.decode()
    here.browser.post(f"{DEVICES}end-others/")
    assert (other.is_in(), here.is_in()) == (False, True)
