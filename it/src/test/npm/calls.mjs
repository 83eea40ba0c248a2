// The official client for Node against the gateway: `node calls.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const messages = [{ role: "user", content: "Hi" }];

async function streamed(model) {
  const stream = await client.chat.completions.create({ model, messages, stream: true });
  let text = "";
  let finish = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  return { text, finish };
}

const cases = {
  async "chat comes whole"() {
    const answer = await client.chat.completions.create({ model: "m", messages });
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.ok(answer.choices[0].message.content);
    assert.equal(answer.usage.completion_tokens, 16);
  },

  async "chat comes whole that is streamed upstream"() {
    const answer = await client.chat.completions.create({ model: "streamed/m", messages });
    assert.equal(answer.object, "chat.completion");
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.ok(answer.choices[0].message.content);
  },

  async "chat comes streamed"() {
    const { text, finish } = await streamed("m");
    assert.equal(finish, "stop");
    assert.ok(text);
  },

  async "embeddings come as base64, which is this client's default, and as numbers"() {
    const ask = { model: "m", input: ["b", "a"], dimensions: 64 };
    const packed = await client.embeddings.create(ask);
    const plain = await client.embeddings.create({ ...ask, encoding_format: "float" });
    assert.equal(packed.data.length, 2);
    assert.equal(plain.data[1].embedding.length, 64);
    packed.data[1].embedding.forEach((x, i) =>
      assert.ok(Math.abs(x - plain.data[1].embedding[i]) < 1e-6));
  },

  async "speech comes in five formats, and in events"() {
    const ask = { model: "m", voice: "alloy", input: "Hello" };
    for (const response_format of ["mp3", "opus", "aac", "flac", "wav"]) {
      const sound = await client.audio.speech.create({ ...ask, response_format });
      assert.equal((await sound.arrayBuffer()).byteLength, 500);
    }
    const events = await client.audio.speech.create({ ...ask, stream_format: "sse" });
    assert.match(await events.text(), /speech\.audio\.done/);
  },

  async "sounds are transcribed and translated, whole and streamed"() {
    const file = await toFile(Buffer.alloc(40_000), "a.mp3");
    const text = await client.audio.transcriptions.create({ model: "m", file });
    assert.equal(text.text, "Guten Tag.");
    const english = await client.audio.translations.create({ model: "m", file });
    assert.equal(english.text, "Good day.");
    const types = [];
    for await (const event of await client.audio.transcriptions.create({ model: "m", file, stream: true })) {
      types.push(event.type);
    }
    assert.deepEqual(types, ["transcript.text.delta", "transcript.text.done"]);
  },

  async "pictures come whole and streamed"() {
    const ask = { model: "m", prompt: "a cat", size: "1024x1024" };
    const whole = await client.images.generate({ ...ask, n: 2 });
    assert.deepEqual(whole.data.map((one) => Buffer.from(one.b64_json, "base64").length), [1 << 20, 1 << 20]);
    const types = [];
    for await (const event of await client.images.generate({ ...ask, stream: true, partial_images: 2 })) {
      types.push(event.type);
    }
    assert.deepEqual(types, ["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"]);
  },

  async "four pictures of ten megabytes are edited"() {
    const image = await Promise.all([1, 2, 3, 4].map((i) => toFile(Buffer.alloc(10 << 20, i), i + ".png", { type: "image/png" })));
    const edited = await client.images.edit({ model: "m", image, prompt: "a hat", size: "256x256" });
    assert.equal(Buffer.from(edited.data[0].b64_json, "base64").length, 65_536);
  },

  async "models are listed"() {
    const names = (await client.models.list()).data.map((model) => model.id);
    assert.ok(names.includes("m"));
  },

  async "errors are the client's own"() {
    await assert.rejects(streamed("sim-fault/400"), OpenAI.BadRequestError);
    await assert.rejects(streamed("nobody"), OpenAI.NotFoundError);
    await assert.rejects(streamed("sim-fault/throttle=seconds:2"), OpenAI.RateLimitError);
    await assert.rejects(streamed("sim-fault/503"), OpenAI.InternalServerError);
    const other = client.withOptions({ apiKey: "sk-wrong" });
    await assert.rejects(other.models.list(), OpenAI.AuthenticationError);
  },

  async "a cut stream is never a clean end"() {
    for (const fault of ["reset-after=3", "end-after=3", "stall-after=3"]) {
      await assert.rejects(streamed("sim-fault/" + fault));
    }
  },
};

for (const [name, run] of Object.entries(cases)) {
  await run();
  console.log("passed: " + name);
}
