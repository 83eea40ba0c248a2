// Google's client for Node makes batches: `node generate-batches.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { GoogleGenAI } from "@google/genai";

const [baseUrl, apiKey] = process.argv.slice(2);
const { batches } = new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });

function request(name) {
  return { contents: [{ role: "user", parts: [{ text: name }] }], metadata: { key: name } };
}

async function end(job) {
  let now = job;
  while (!/SUCCEEDED|FAILED|CANCELLED|EXPIRED/.test(now.state)) {
    await sleep(50);
    now = await batches.get({ name: job.name });
  }
  return now;
}

const scenes = {
  async cycle() {
    const src = [request("a"), request("b")];
    const made = await batches.create({ model: "m", src, config: { displayName: "mine" } });
    assert.equal(made.displayName, "mine");
    const done = await end(made);
    assert.equal(done.state, "JOB_STATE_SUCCEEDED");
    const answers = done.dest.inlinedResponses;
    assert.deepEqual(answers.map((one) => one.metadata.key), ["a", "b"]);
    assert.ok(answers[0].response.candidates[0].content.parts[0].text);
    const names = [];
    for await (const job of await batches.list({ config: { pageSize: 1 } })) names.push(job.name);
    assert.ok(names.includes(made.name));
    await batches.delete({ name: made.name });
    await assert.rejects(batches.get({ name: made.name }), { status: 404 });
  },

  async cancel() {
    const made = await batches.create({ model: "slow", src: [request("a")] });
    await batches.cancel({ name: made.name });
    assert.equal((await end(made)).state, "JOB_STATE_CANCELLED");
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  await scene();
  console.log(`passed: ${name}`);
}
