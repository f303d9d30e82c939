"""Read the settings of the private store of files."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from portal import environment


def files_root(base: Path) -> str:
    """Read FILES_ROOT; without it, the store stands beside the embedded database, so that two databases never share one."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    beside = Path(url.path.replace("//", "/")).parent if url.scheme == "sqlite" and len(url.path) > 1 else base / "var"
    return folder("FILES_ROOT", default=beside / "files")


def folder(name: str, *, default: Path) -> str:
    """Read the path of a folder."""
    given = os.environ.get(name, "")
    if given and not Path(given).is_absolute():
        environment.stop(f"{name} must be the whole path of a folder, beginning with /.")
    return given or str(default)


def megabytes(name: str, *, default: int, most: int) -> int:
    """Read a size in megabytes, as bytes."""
    return environment.number(name, default=default, least=1, most=most) * 1024 * 1024


def scanner() -> str:
    """Read CLAMD: host:port, or the path of a socket; empty means that no virus scanner looks at files."""
    address = os.environ.get("CLAMD", "").strip()
    host, colon, port = address.rpartition(":")
    is_network = bool(colon and host and port.isdigit() and int(port) < 65536)
    if address and not address.startswith("/") and not is_network:
        environment.stop("CLAMD must be host:port, or the path of clamd's socket beginning with /.")
    return address
