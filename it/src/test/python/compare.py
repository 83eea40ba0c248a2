"""Runs every case of standard input twice, straight and through the gateway, and prints what the application sees."""

import inspect
import json
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import openai
from openai.lib.streaming.chat import ChatCompletionStreamState

AT_A_TIME = 6

# One for all, with one pool of connections; each call has its own options.
CLIENT = openai.OpenAI(api_key="none")


def plain(value):
    """What was in the JSON, and no member more; some members of the client's models are plain values."""
    return value.to_dict(mode="json", warnings=False) if hasattr(value, "to_dict") else value


def operation(client, name):
    resource = {
        "chat": client.chat.completions,
        "completions": client.completions,
        "embeddings": client.embeddings,
        "moderations": client.moderations,
        "responses": client.responses,
        "models.list": client.models,
        "models.retrieve": client.models,
    }[name]
    method = {"models.list": "list", "models.retrieve": "retrieve"}.get(name, "create")
    return getattr(resource, method), getattr(resource.with_raw_response, method)


def arguments(method, call, prefix):
    """Properties that the client does not know travel in its extra body, as its users send them."""
    request = dict(call.get("request", {}))
    if "model" in request:
        request["model"] = prefix + request["model"]
    known = inspect.signature(method).parameters
    extra = {name: request.pop(name) for name in list(request) if name not in known}
    if call.get("stream"):
        request["stream"] = True
    if extra:
        request["extra_body"] = extra
    if call.get("sends"):
        request["extra_headers"] = call["sends"]
    return request


def failure(error):
    seen = {"class": type(error).__name__, "message": getattr(error, "message", str(error))}
    for member in ("code", "param", "type", "body"):
        if hasattr(error, member):
            seen[member] = getattr(error, member)
    if isinstance(error, openai.APIStatusError):
        seen["status"] = error.status_code
        seen["headers"] = dict(error.response.headers.items())
    return seen


def accumulated(chunks):
    state = ChatCompletionStreamState()
    try:
        for chunk in chunks:
            state.handle_chunk(chunk)
        return plain(state.get_final_completion())
    except Exception as error:
        return {"class": type(error).__name__, "message": str(error)}


def streamed(raw, call):
    seen = {"status": raw.status_code, "headers": dict(raw.headers.items()), "events": []}
    chunks = []
    try:
        with raw.parse() as stream:
            for chunk in stream:
                chunks.append(chunk)
                seen["events"].append(plain(chunk))
    except Exception as error:
        seen["error"] = failure(error)
    if call["operation"] == "chat":
        seen["accumulated"] = accumulated(chunks)
    return seen


def listed(page):
    return {"data": [plain(model) for model in page.data]}


def once(client, call, prefix):
    try:
        method, raw_method = operation(client, call["operation"])
        raw = raw_method(**arguments(method, call, prefix))
        if call.get("stream"):
            return streamed(raw, call)
        answer = raw.parse()
        return {
            "status": raw.status_code,
            "headers": dict(raw.headers.items()),
            "answer": listed(answer) if call["operation"] == "models.list" else plain(answer),
        }
    except Exception as error:
        return {"error": failure(error)}


def perform(client, call, prefix):
    """A call that may fail for a while is made again until it does not, or its time is up."""
    end = time.monotonic() + call.get("until_well_seconds", 0)
    while True:
        seen = once(client, call, prefix)
        if "error" not in seen or time.monotonic() >= end:
            return seen
        time.sleep(0.25)


def side(case, where):
    seen = []
    for call in case["calls"]:
        client = CLIENT.with_options(
            base_url=where["url"],
            api_key=where["key"],
            max_retries=call.get("retries", 0),
            timeout=call.get("timeout_seconds", 60),
        )
        for _ in range(call.get("times", 1)):
            seen.append(perform(client, call, where["prefix"]))
    return seen


def compare(case):
    return {"name": case["name"], "straight": side(case, case["straight"]), "through": side(case, case["through"])}


def main():
    warnings.filterwarnings("ignore", message="Pydantic serializer")
    cases = json.load(sys.stdin)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for result in pool.map(compare, cases):
            print(json.dumps(result, default=str), flush=True)


main()
