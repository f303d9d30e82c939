"""Answer HTTP by Django and sockets by Channels, in one process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from portal.body_limit import BodyLimit
from portal.sockets.daphne import prepare_daphne
from portal.sockets.lines import WithLines
from portal.sockets.routing import websocket_urlpatterns

prepare_daphne()

application = ProtocolTypeRouter(
    {
        "http": BodyLimit(django_application),  # type: ignore[arg-type]
        "websocket": WithLines(OriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)), [settings.ORIGIN])),
    }
)
