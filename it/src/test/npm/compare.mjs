// Runs every case of standard input twice, straight and through the gateway, and prints what the application sees.
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";

const AT_A_TIME = 6;

const operations = {
  chat: (client) => client.chat.completions,
  completions: (client) => client.completions,
  embeddings: (client) => client.embeddings,
  moderations: (client) => client.moderations,
  responses: (client) => client.responses,
};

function start(client, call, prefix) {
  const request = { ...call.request };
  if ("model" in request) request.model = prefix + request.model;
  if (call.stream) request.stream = true;
  // Only a timeout of the call itself is told to the server.
  const options = { headers: call.sends, timeout: 1000 * (call.timeout_seconds ?? 60) };
  if (call.operation === "models.list") return client.models.list(options);
  if (call.operation === "models.retrieve") return client.models.retrieve(request.model, options);
  return operations[call.operation](client).create(request, options);
}

function failure(error) {
  const seen = { class: error.constructor.name, message: error.message };
  for (const member of ["code", "param", "type", "status"]) {
    if (error[member] !== undefined) seen[member] = error[member];
  }
  if (error.error !== undefined) seen.body = error.error;
  if (error.headers) seen.headers = Object.fromEntries(error.headers);
  return seen;
}

async function accumulated(events) {
  try {
    const lines = events.map((event) => JSON.stringify(event) + "\n").join("");
    return await ChatCompletionStream.fromReadableStream(new Response(lines).body).finalChatCompletion();
  } catch (error) {
    return { class: error.constructor.name, message: error.message };
  }
}

async function streamed(stream, response, call) {
  const seen = { status: response.status, headers: Object.fromEntries(response.headers), events: [] };
  try {
    for await (const event of stream) seen.events.push(event);
  } catch (error) {
    seen.error = failure(error);
  }
  if (call.operation === "chat") seen.accumulated = await accumulated(seen.events);
  return seen;
}

async function once(client, call, prefix) {
  try {
    const { data, response } = await start(client, call, prefix).withResponse();
    if (call.stream) return await streamed(data, response, call);
    const answer = call.operation === "models.list" ? { data: data.data } : data;
    return { status: response.status, headers: Object.fromEntries(response.headers), answer };
  } catch (error) {
    return { error: failure(error) };
  }
}

// A call that may fail for a while is made again until it does not, or its time is up.
async function perform(client, call, prefix) {
  const end = Date.now() + 1000 * (call.until_well_seconds ?? 0);
  for (;;) {
    const seen = await once(client, call, prefix);
    if (!("error" in seen) || Date.now() >= end) return seen;
    await sleep(250);
  }
}

async function side(one, where) {
  const seen = [];
  for (const call of one.calls) {
    const client = new OpenAI({
      baseURL: where.url,
      apiKey: where.key,
      maxRetries: call.retries ?? 0,
      timeout: 1000 * (call.timeout_seconds ?? 60),
      logLevel: "off",
    });
    for (let i = 0; i < (call.times ?? 1); i++) seen.push(await perform(client, call, where.prefix));
  }
  return seen;
}

const cases = JSON.parse(await text(process.stdin));
async function worker() {
  for (let one = cases.shift(); one; one = cases.shift()) {
    const straight = await side(one, one.straight);
    const through = await side(one, one.through);
    console.log(JSON.stringify({ name: one.name, straight, through }));
  }
}
await Promise.all(Array.from({ length: AT_A_TIME }, worker));
