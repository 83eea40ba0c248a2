"""Makes the same calls with Anthropic's own client at each place of its arguments, an address and a key each, and
prints what an application sees of them: a list of JSON."""

import json
import sys

import anthropic

USER = [{"role": "user", "content": "Say something about water."}]
TOOL = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city"],
    },
}
CLOCK = {"name": "get_time", "input_schema": {"type": "object", "properties": {}}}


def plain(value):
    """Without the message's own name, which is another for each."""
    said = value.to_dict(mode="json", warnings=False)
    said.pop("id", None)
    return said


def text(client):
    return plain(client.messages.create(model="m", max_tokens=400, messages=USER))


def stream(client):
    with client.messages.stream(model="m", max_tokens=400, messages=USER, system="Be brief.") as events:
        kinds = [event.type for event in events]
        return {"kinds": sorted(set(kinds)), "message": plain(events.get_final_message())}


def tools(client):
    """Two rounds, with two tools at once."""
    said = [{"role": "user", "content": "Use get_weather and get_time."}]
    with client.messages.stream(model="m", max_tokens=400, messages=said, tools=[TOOL, CLOCK]) as events:
        first = events.get_final_message()
    calls = [block for block in first.content if block.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "fine"} for call in calls]
    said += [{"role": "assistant", "content": plain(first)["content"]}, {"role": "user", "content": results}]
    second = client.messages.create(model="m", max_tokens=400, messages=said, tools=[TOOL, CLOCK])
    return {"first": plain(first), "second": plain(second)}


def beta(client):
    """Sent to `/v1/messages?beta=true`, with the header of what is tried out."""
    call = client.beta.messages.create(
        model="m", max_tokens=20, messages=USER, betas=["token-counting-2024-11-01"])
    return call.stop_reason


def count(client):
    return plain(client.messages.count_tokens(model="m", messages=USER, tools=[TOOL]))


def models(client):
    return sorted(model.id for model in client.models.list())


def failing(client, model, streamed=False, **more):
    try:
        call = {"model": model, "max_tokens": 50, "messages": USER, **more}
        if streamed:
            with client.messages.stream(**call) as events:
                return events.get_final_message().stop_reason
        return client.messages.create(**call).stop_reason
    except anthropic.APIStatusError as error:
        body = error.body if isinstance(error.body, dict) else {}
        return [type(error).__name__, error.status_code, body.get("error", {}).get("type")]
    except Exception as error:  # what an application sees of a broken stream
        return [type(error).__name__]


def seen(url, key):
    client = anthropic.Anthropic(base_url=url, api_key=key, max_retries=0, timeout=20)
    return {
        "text": text(client),
        "stream": stream(client),
        "tools": tools(client),
        "beta": beta(client),
        "count": count(client),
        "models": models(client),
        "errors": {
            **{str(status): failing(client, f"sim-fault/{status}") for status in (400, 404, 413, 422, 429, 500, 529)},
            "no bound": failing(client, "m", max_tokens=None),
            "overloaded in a stream": failing(client, "sim-fault/error-in-200=529", True),
            "cut": failing(client, "sim-fault/end-after=5", True),
            "an error behind the first words": failing(client, "sim-fault/error-after=6", True),
        },
    }


print(json.dumps([seen(url, key) for url, key in zip(sys.argv[1::2], sys.argv[2::2])]))
