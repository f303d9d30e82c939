"""Daphne as `make run` starts it: on uvloop, and with sockets that end with the codes of the protocol and take no message beyond bounds."""

import subprocess
import sys
from pathlib import Path

# As `python -m portal.serve`: nothing of Daphne is imported before.
SERVED = """
from portal.serve import prepared
prepared()
from daphne import server
from twisted.internet import reactor
print(type(reactor._asyncioEventloop).__module__.split(".")[0], server.WebSocketFactory.__name__)
"""


def test_daphne_serves_on_uvloop_with_our_sockets():
    done = subprocess.run([sys.executable, "-c", SERVED], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.stdout.split() == ["uvloop", "Sockets"], done.stderr
