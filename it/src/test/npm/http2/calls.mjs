// The official client for Node over HTTP/2, by undici, against the gateway: `node calls.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { fetch, H2CClient } from "undici";

const [baseURL, apiKey] = process.argv.slice(2);
const dispatcher = new H2CClient(new URL(baseURL).origin);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, fetch, fetchOptions: { dispatcher } });
const messages = [{ role: "user", content: "Hi" }];

async function streamed() {
  const stream = await client.chat.completions.create({ model: "m", messages, stream: true });
  let text = "";
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
  }
  return text;
}

const cases = {
  async "chat comes whole"() {
    const answer = await client.chat.completions.create({ model: "m", messages });
    assert.equal(answer.choices[0].finish_reason, "stop");
  },

  async "chat comes streamed"() {
    assert.ok(await streamed());
  },

  async "twenty calls share the connection"() {
    const texts = await Promise.all(Array.from({ length: 20 }, streamed));
    assert.ok(texts.every((text) => text.length > 0));
  },

  async "a long request arrives whole"() {
    const long = [{ role: "user", content: "x".repeat(2_000_000) }];
    const answer = await client.chat.completions.create({ model: "m", messages: long });
    assert.equal(answer.choices[0].finish_reason, "stop");
  },

  async "an error is the gateway's"() {
    const other = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0, fetch, fetchOptions: { dispatcher } });
    await assert.rejects(other.models.list(), (error) => error.status === 401);
  },
};

for (const [name, run] of Object.entries(cases)) {
  await run();
  console.log(`passed: ${name}`);
}
await dispatcher.close();
