"""Say in plain words which browser somebody uses; no version, no number, nothing that would tell two people with the same phone apart."""

# The first that is found counts: a browser also names those that it descends from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
PLACES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Name the browser and what it runs on: "Chrome on Android"; "" for one that is unknown."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    place = next((name for sign, name in PLACES if sign in user_agent), "")
    if browser and place:
        return f"{browser} on {place}"
    return browser or (f"A browser on {place}" if place else "")
