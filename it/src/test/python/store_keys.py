"""What a client of an official library sees of keys that may no more: one line of JSON a key.

Arguments: the library, the gateway's address, and pairs of a name and a key.
"""

import json
import sys


def of_openai(url, key, retries):
    import openai

    client = openai.OpenAI(base_url=url + "/v1", api_key=key, timeout=20, **retries)
    return lambda: client.chat.completions.create(
        model="m", max_tokens=10, messages=[{"role": "user", "content": "Hi"}]
    )


def of_anthropic(url, key, retries):
    import anthropic

    client = anthropic.Anthropic(base_url=url, api_key=key, timeout=20, **retries)
    return lambda: client.messages.create(
        model="m", max_tokens=10, messages=[{"role": "user", "content": "Hi"}]
    )


def seen(call):
    try:
        call()
        return {"answered": True}
    except Exception as e:  # the library's own, whichever it is
        return {
            "threw": type(e).__name__,
            "status": getattr(e, "status_code", 0),
            "said": json.dumps(getattr(e, "body", None)),
            "hint": e.response.headers.get("retry-after", "") if hasattr(e, "response") else "",
        }


def main(library, url, *keys):
    make = {"openai": of_openai, "anthropic": of_anthropic}[library]
    for name, key in zip(keys[::2], keys[1::2]):
        # A limit says when to come again, which a client would wait for.
        retries = {"max_retries": 0} if name == "limited" else {}
        call = make(url, key, retries)
        if name == "limited":
            call()
        print(json.dumps({"key": name, **seen(call)}))


main(*sys.argv[1:])
