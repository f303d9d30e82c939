"""Root in the admin, and a page of guidance that is open there."""

import pytest
from django.test import Client

from portal.models import GuidancePage
from tests.world import World


@pytest.fixture
def root(world: World, client: Client) -> Client:
    client.force_login(world.root)
    return client


@pytest.fixture
def guidance(db) -> GuidancePage:
    return GuidancePage.objects.get(slug="what-a-plan-is")
