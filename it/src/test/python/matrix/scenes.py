"""What the scenes of all clients share."""

RED_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
TROUBLES = ("invalid", "missing", "rate", "internal", "overloaded")
WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city", "days"],
    "additionalProperties": False,
}
NOTHING = {"type": "object", "properties": {}}


def returned(name, given):
    """What the application's tools return."""
    return "noon" if name == "get_time" else "sunny in " + given["city"]


def errors(client, failure):
    """What each trouble looks like."""
    seen = {}

    def note(name, call):
        try:
            seen[name] = {"answered": str(call())}
        except Exception as error:
            seen[name] = failure(error)

    for trouble in TROUBLES:
        note(trouble, lambda: client.failing(f"Play error {trouble}.", False))
    for trouble in ("overloaded", "broken", "cut"):
        note("stream " + trouble, lambda: client.failing(f"Play error {trouble}.", True))
    note("key", client.denied)
    return seen


def play(gateways, make, failure, show):
    """Plays every scene at each gateway, and tells `show` what the application sees of it. `make(url, key)` gives a
    client whose methods are the scenes; one that it does not have is None."""
    for gateway in gateways:
        client = make(gateway["url"], gateway["key"])
        runs = {name: getattr(client, name) for name in ("text", "stream", "tools", "image", "schema", "thinking", "count")}
        runs["errors"] = lambda: errors(client, failure)
        for scene, run in runs.items():
            try:
                line = {"none": True} if run is None else {"saw": run()}
            except Exception as error:
                line = {"threw": f"{type(error).__name__}: {error}"}
            show({"provider": gateway["provider"], "scene": scene, **line})
