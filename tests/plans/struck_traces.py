"""Strike a passage in a SQLite file of one's own and count what is left of it in the bytes beside and in that file; run as a program."""

import os
from pathlib import Path


def main() -> None:
    """Plant, strike, and print how often the passage stands in the files before and after."""
    import django

    django.setup()
    from django.db import connection

    from tests.plans.striking_help import plant, struck
    from tests.world import build_world

    def hits() -> int:
        name = str(connection.settings_dict["NAME"])
        return sum(path.read_bytes().lower().count(b"quokka") for path in Path(name).parent.glob(f"{Path(name).name}*"))

    world = build_world()
    plant(world)
    before = hits()
    struck(world)
    print(f"before: {before > 10}, after: {hits()}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main()
