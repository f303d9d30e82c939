"""Bring the words of a plan up to its log, as every page that shows words does: python -m tests.faults.settle CIRCLE."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

if __name__ == "__main__":
    import django

    django.setup()
    from permissions import clock
    from plans.actions.settle_texts import settle_texts

    settle_texts(int(sys.argv[1]), now=clock.now())
