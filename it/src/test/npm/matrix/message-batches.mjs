// Anthropic's client for Node makes batches: `node message-batches.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new Anthropic({ baseURL, apiKey, maxRetries: 0 });
const { batches } = client.messages;

function request(name, model = "m") {
  const messages = [{ role: "user", content: name }];
  return { custom_id: name, params: { model, max_tokens: 100, messages } };
}

async function end(batch) {
  let now = batch;
  while (now.processing_status !== "ended") {
    await sleep(50);
    now = await batches.retrieve(batch.id);
  }
  return now;
}

async function results(batch) {
  const found = new Map();
  for await (const one of await batches.results(batch.id)) found.set(one.custom_id, one.result);
  return found;
}

const scenes = {
  async cycle() {
    const done = await end(await batches.create({ requests: [request("a"), request("b")] }));
    assert.deepEqual(done.request_counts, {
      processing: 0,
      succeeded: 2,
      errored: 0,
      canceled: 0,
      expired: 0,
    });
    const found = await results(done);
    assert.deepEqual([...found.keys()].sort(), ["a", "b"]);
    assert.ok(found.get("a").message.content[0].text);
    const ids = [];
    for await (const batch of batches.list({ limit: 1 })) ids.push(batch.id);
    assert.ok(ids.includes(done.id));
    assert.equal((await batches.delete(done.id)).type, "message_batch_deleted");
  },

  async errors() {
    await assert.rejects(batches.create({ requests: [] }), { status: 400 });
    await assert.rejects(batches.retrieve("msgbatch_none"), { status: 404 });
  },

  async cancel() {
    const made = await batches.create({ requests: [request("a", "slow")] });
    const asked = await batches.cancel(made.id);
    assert.equal(asked.processing_status, "canceling");
    const found = await results(await end(asked));
    assert.equal(found.get("a").type, "canceled");
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  await scene();
  console.log(`passed: ${name}`);
}
