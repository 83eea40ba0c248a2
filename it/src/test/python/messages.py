"""Makes calls with Anthropic's own client and prints what an application sees of each."""

import json
import sys

import anthropic

URL, KEY = sys.argv[1:3]
CLIENT = anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0, timeout=20)
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


def text():
    return plain(CLIENT.messages.create(model="m", max_tokens=400, messages=USER))


def stream():
    with CLIENT.messages.stream(model="m", max_tokens=400, messages=USER, system="Be brief.") as events:
        kinds = [event.type for event in events]
        return {"kinds": sorted(set(kinds)), "message": plain(events.get_final_message())}


def tools():
    """Two rounds, with two tools at once."""
    said = [{"role": "user", "content": "Use get_weather and get_time."}]
    with CLIENT.messages.stream(model="m", max_tokens=400, messages=said, tools=[TOOL, CLOCK]) as events:
        first = events.get_final_message()
    calls = [block for block in first.content if block.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "fine"} for call in calls]
    said += [{"role": "assistant", "content": plain(first)["content"]}, {"role": "user", "content": results}]
    second = CLIENT.messages.create(model="m", max_tokens=400, messages=said, tools=[TOOL, CLOCK])
    return {"first": plain(first), "second": plain(second)}


def beta():
    """Sent to `/v1/messages?beta=true`, with the header of what is tried out."""
    call = CLIENT.beta.messages.create(
        model="m", max_tokens=20, messages=USER, betas=["token-counting-2024-11-01"])
    return call.stop_reason


def count():
    return plain(CLIENT.messages.count_tokens(model="m", messages=USER, tools=[TOOL]))


def models():
    return sorted(model.id for model in CLIENT.models.list())


def failing(model, streamed=False, **more):
    try:
        call = {"model": model, "max_tokens": 50, "messages": USER, **more}
        if streamed:
            with CLIENT.messages.stream(**call) as events:
                return events.get_final_message().stop_reason
        return CLIENT.messages.create(**call).stop_reason
    except anthropic.APIStatusError as error:
        body = error.body if isinstance(error.body, dict) else {}
        return [type(error).__name__, error.status_code, body.get("error", {}).get("type")]
    except Exception as error:  # what an application sees of a broken stream
        return [type(error).__name__]


print(json.dumps({
    "text": text(),
    "stream": stream(),
    "tools": tools(),
    "beta": beta(),
    "count": count(),
    "models": models(),
    "errors": {
        **{str(status): failing(f"sim-fault/{status}") for status in (400, 404, 413, 422, 429, 500, 529)},
        "no bound": failing("m", max_tokens=None),
        "overloaded in a stream": failing("sim-fault/error-in-200=529", True),
        "cut": failing("sim-fault/end-after=5", True),
        "an error behind the first words": failing("sim-fault/error-after=6", True),
    },
}))
