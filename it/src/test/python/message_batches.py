"""Anthropic's client for Python makes batches: `python message_batches.py BASE_URL KEY`."""

import sys
import time

import anthropic

url, key = sys.argv[1:3]
client = anthropic.Anthropic(base_url=url, api_key=key, max_retries=0)
batches = client.messages.batches


def request(name, model="m"):
    params = {
        "model": model,
        "max_tokens": 100,
        "messages": [{"role": "user", "content": name}],
    }
    return {"custom_id": name, "params": params}


def end(batch):
    while batch.processing_status != "ended":
        time.sleep(0.05)
        batch = batches.retrieve(batch.id)
    return batch


def cycle():
    made = batches.create(requests=[request("a"), request("b"), request("c", "unknown")])
    assert made.type == "message_batch" and made.id.startswith("msgbatch_"), made
    assert made.request_counts.processing == 3 and made.results_url is None, made
    done = end(made)
    assert done.ended_at >= done.created_at and done.expires_at > done.ended_at, done
    counts = done.request_counts
    assert (counts.succeeded, counts.errored, counts.processing) == (2, 1, 0), done
    results = {one.custom_id: one.result for one in batches.results(done.id)}
    assert sorted(results) == ["a", "b", "c"], results
    assert results["a"].type == "succeeded", results
    assert results["a"].message.content[0].text, results
    assert results["a"].message.usage.output_tokens == 16, results
    assert results["c"].type == "errored", results
    assert results["c"].error.error.type == "not_found_error", results
    ids = [one.id for one in batches.list(limit=1)]
    assert done.id in ids, ids
    assert batches.delete(done.id).type == "message_batch_deleted"
    try:
        batches.retrieve(done.id)
        raise AssertionError("there is one")
    except anthropic.NotFoundError as e:
        assert e.status_code == 404


def errors():
    for requests in ([], [request("a"), request("a")], [request("a b")]):
        try:
            batches.create(requests=requests)
            raise AssertionError("there is one")
        except anthropic.BadRequestError as e:
            assert e.body["error"]["type"] == "invalid_request_error", e.body
            assert "requests" in e.message, e.message


def cancel():
    made = batches.create(requests=[request(str(i), "slow") for i in range(10)])
    asked = batches.cancel(made.id)
    assert asked.processing_status == "canceling" and asked.cancel_initiated_at, asked
    done = end(asked)
    assert done.request_counts.canceled == 10, done
    assert {one.result.type for one in batches.results(done.id)} == {"canceled"}


def beta():
    made = client.beta.messages.batches.create(
        requests=[request("a")], betas=["message-batches-2024-09-24"]
    )
    done = end(made)
    [result] = client.beta.messages.batches.results(done.id)
    assert result.result.message.content, result


for scene in (cycle, errors, cancel, beta):
    scene()
    print("passed:", scene.__name__)
