"""What the process that workers are forked from has loaded already: the portal, without a connection."""

import django

django.setup()
