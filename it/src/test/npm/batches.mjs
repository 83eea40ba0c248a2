// OpenAI's client for Node makes batches: `node batches.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI, { toFile } from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const over = ["completed", "failed", "expired", "cancelled"];

function line(name, model = "m") {
  const body = { model, messages: [{ role: "user", content: name }] };
  return JSON.stringify({ custom_id: name, method: "POST", url: "/v1/chat/completions", body });
}

async function make(lines) {
  const file = await toFile(Buffer.from(lines.join("\n")), "in.jsonl");
  const input = await client.files.create({ file, purpose: "batch" });
  return client.batches.create({
    input_file_id: input.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    metadata: { run: "7" },
  });
}

async function end(batch) {
  let now = batch;
  while (!over.includes(now.status)) {
    await sleep(50);
    now = await client.batches.retrieve(batch.id);
  }
  return now;
}

const scenes = {
  async cycle() {
    const done = await end(await make([line("a"), line("b")]));
    assert.equal(done.status, "completed");
    assert.deepEqual(done.request_counts, { total: 2, completed: 2, failed: 0 });
    const content = await client.files.content(done.output_file_id);
    const lines = (await content.text()).trim().split("\n").map((text) => JSON.parse(text));
    assert.deepEqual(lines.map((one) => one.custom_id), ["a", "b"]);
    assert.ok(lines[0].response.body.choices[0].message.content);
    const ids = [];
    for await (const batch of client.batches.list({ limit: 1 })) ids.push(batch.id);
    assert.ok(ids.includes(done.id));
    assert.ok((await client.files.delete(done.input_file_id)).deleted);
  },

  async errors() {
    const done = await end(await make([line("a"), "nonsense"]));
    assert.equal(done.status, "failed");
    assert.equal(done.errors.data[0].line, 2);
    await assert.rejects(client.batches.retrieve("batch_none"), { status: 404 });
  },

  async cancel() {
    const made = await make([line("a", "slow")]);
    const asked = await client.batches.cancel(made.id);
    assert.equal(asked.status, "cancelling");
    assert.equal((await end(asked)).status, "cancelled");
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  await scene();
  console.log(`passed: ${name}`);
}
