"""OpenAI's client for Python makes batches: `python batches.py BASE_URL KEY`."""

import json
import sys
import time

import openai

url, key = sys.argv[1:3]
client = openai.OpenAI(base_url=url, api_key=key, max_retries=0)
OVER = ("completed", "failed", "expired", "cancelled")


def line(name, model="m"):
    body = {"model": model, "messages": [{"role": "user", "content": name}]}
    return json.dumps(
        {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}
    )


def make(lines):
    file = client.files.create(file=("in.jsonl", "\n".join(lines).encode()), purpose="batch")
    assert file.purpose == "batch" and file.status == "processed", file
    return client.batches.create(
        input_file_id=file.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={"run": "7"},
    )


def end(batch):
    while batch.status not in OVER:
        time.sleep(0.05)
        batch = client.batches.retrieve(batch.id)
    return batch


def cycle():
    made = make([line("a"), line("b"), line("ü")])
    assert made.status == "validating" and made.metadata == {"run": "7"}, made
    done = end(made)
    assert done.status == "completed", done
    assert done.request_counts.completed == 3 and done.request_counts.failed == 0, done
    assert done.usage.output_tokens == 48, done
    lines = [json.loads(text) for text in client.files.content(done.output_file_id).text.splitlines()]
    assert [one["custom_id"] for one in lines] == ["a", "b", "ü"], lines
    assert all(one["response"]["body"]["choices"] for one in lines), lines
    assert done.id in [one.id for one in client.batches.list(limit=1)]
    assert client.files.delete(done.input_file_id).deleted


def errors():
    done = end(make([line("a"), line("a")]))
    assert done.status == "failed", done
    assert done.errors.data[0].code == "duplicate_custom_id", done
    assert done.errors.data[0].line == 2, done
    try:
        client.batches.retrieve("batch_none")
        raise AssertionError("there is one")
    except openai.NotFoundError as e:
        assert e.status_code == 404


def cancel():
    made = make([line(str(i), "slow") for i in range(10)])
    asked = client.batches.cancel(made.id)
    assert asked.status == "cancelling", asked
    done = end(asked)
    assert done.status == "cancelled", done
    lines = client.files.content(done.error_file_id).text.splitlines()
    assert len(lines) == 10 and "batch_cancelled" in lines[0], lines


for scene in (cycle, errors, cancel):
    scene()
    print("passed:", scene.__name__)
