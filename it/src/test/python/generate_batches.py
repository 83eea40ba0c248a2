"""Google's client for Python makes batches: `python generate_batches.py BASE_URL KEY`."""

import io
import json
import sys
import time

from google import genai
from google.genai import errors, types

url, key = sys.argv[1:3]
client = genai.Client(api_key=key, http_options=types.HttpOptions(base_url=url))
batches = client.batches
OVER = ("SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED")


def request(name, **more):
    contents = [{"role": "user", "parts": [{"text": name}]}]
    return {"contents": contents, "metadata": {"key": name}, **more}


def end(job):
    while not job.state.name.endswith(OVER):
        time.sleep(0.05)
        job = batches.get(name=job.name)
    return job


def cycle():
    made = batches.create(
        model="m",
        src=[request("a"), request("b", config={"max_output_tokens": 50})],
        config={"display_name": "mine"},
    )
    assert made.name.startswith("batches/") and made.display_name == "mine", made
    assert made.state.name == "JOB_STATE_RUNNING", made
    done = end(made)
    assert done.state.name == "JOB_STATE_SUCCEEDED", done
    assert done.model == "models/m" and done.end_time >= done.create_time, done
    answers = done.dest.inlined_responses
    assert [one.metadata for one in answers] == [{"key": "a"}, {"key": "b"}], answers
    assert all(one.response.text for one in answers), answers
    assert made.name in [one.name for one in batches.list(config={"page_size": 1})]
    batches.delete(name=made.name)
    try:
        batches.get(name=made.name)
        raise AssertionError("there is one")
    except errors.ClientError as e:
        assert e.code == 404 and e.status == "NOT_FOUND", e


def refusals():
    done = end(batches.create(model="unknown", src=[request("a")]))
    [answer] = done.dest.inlined_responses
    assert answer.error.code == 5 and answer.error.message and not answer.response, answer
    try:
        batches.create(model="m", src=[])
        raise AssertionError("there is one")
    except errors.ClientError as e:
        assert e.code == 400 and e.status == "INVALID_ARGUMENT", e


def cancel():
    made = batches.create(model="slow", src=[request("a"), request("b")])
    batches.cancel(name=made.name)
    done = end(made)
    assert done.state.name == "JOB_STATE_CANCELLED", done
    assert [one.error.code for one in done.dest.inlined_responses] == [1, 1], done


def vectors():
    made = batches.create_embeddings(
        model="vectors",
        src={"inlined_requests": {"contents": ["a", "b"]}},
    )
    done = end(made)
    assert done.state.name == "JOB_STATE_SUCCEEDED", done
    found = done.dest.inlined_embed_content_responses
    assert len(found) == 2 and found[0].response.embedding.values, found


def files():
    lines = [{"key": name, "request": {"contents": request(name)["contents"]}} for name in "abc"]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    padded = content + b" " * (9 * 1024 * 1024)
    file = client.files.upload(
        file=io.BytesIO(content), config={"display_name": "in", "mime_type": "application/jsonl"}
    )
    assert file.name.startswith("files/") and file.size_bytes == len(content), file
    assert client.files.get(name=file.name).display_name == "in"
    done = end(batches.create(model="m", src=file.name))
    assert done.state.name == "JOB_STATE_SUCCEEDED", done
    answers = client.files.download(file=done.dest.file_name).decode().splitlines()
    found = [json.loads(line) for line in answers]
    assert [one["key"] for one in found] == ["a", "b", "c"], found
    assert all(one["response"]["candidates"] for one in found), found
    long = client.files.upload(
        file=io.BytesIO(padded), config={"mime_type": "application/jsonl"}
    )
    assert long.size_bytes == len(padded), long
    assert client.files.download(file=long.name) == padded
    names = [one.name for one in client.files.list()]
    assert file.name in names and long.name in names, names
    for name in (file.name, long.name):
        client.files.delete(name=name)


for scene in (cycle, refusals, cancel, vectors, files):
    scene()
    print("passed:", scene.__name__)
