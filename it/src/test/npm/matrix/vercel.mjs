// The scenes with Vercel's ai and one of its providers.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { Output, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { NOTHING, RED_DOT, WEATHER, returned } from "./scenes.mjs";

const providers = {
  anthropic: (baseURL, apiKey) => createAnthropic({ baseURL, apiKey })("claude-sonnet-4-6"),
  openai: (baseURL, apiKey) => createOpenAI({ baseURL, apiKey }).chat("gpt-5-mini"),
  responses: (baseURL, apiKey) => createOpenAI({ baseURL, apiKey }).responses("gpt-5-mini"),
  google: (baseURL, apiKey) => createGoogle(
    { baseURL: baseURL.replace(/v1$/, "v1beta"), apiKey })("gemini-3-flash-preview"),
  compatible: (baseURL, apiKey) => createOpenAICompatible(
    { name: "sluice", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true })("gpt-5-mini"),
};
const thinks = {
  anthropic: { anthropic: { thinking: { type: "adaptive" } } },
  openai: { openai: { reasoningEffort: "medium" } },
  responses: { openai: { store: false, reasoningEffort: "medium", reasoningSummary: "auto" } },
  google: { google: { thinkingConfig: { includeThoughts: true } } },
  compatible: { sluice: { reasoningEffort: "medium" } },
};
// Without this it refers to what the provider has stored.
const always = { responses: { openai: { store: false } } };
// Warnings of the library are no output of the application.
globalThis.AI_SDK_LOG_WARNINGS = false;

function told({ text, finishReason, usage }) {
  return {
    text,
    stop: finishReason,
    input: usage.inputTokens,
    cached: usage.inputTokenDetails?.cacheReadTokens ?? usage.cachedInputTokens ?? 0,
    output: usage.outputTokens,
  };
}

async function streamed(request) {
  const result = streamText({ ...request, onError: () => {} });
  let parts = 0;
  for await (const part of result.fullStream) {
    if (part.type === "text-delta") parts++;
    if (part.type === "error") throw part.error;
  }
  return {
    text: await result.text, finishReason: await result.finishReason, usage: await result.usage,
    steps: await result.steps, parts,
  };
}

export function scenes(url, key, kind) {
  const model = providers[kind](url + "/v1", key);
  const ask = (prompt, more = {}) => ({ model, prompt, maxOutputTokens: 400, maxRetries: 0, providerOptions: always[kind], ...more });
  return {
    text: async () => told(await generateText(ask("Play text."))),

    stream: async () => {
      const result = await streamed(ask("Play stream.", { system: "Be brief." }));
      return { ...told(result), parts: result.parts };
    },

    tools: async () => {
      const tools = {
        get_weather: tool({
          description: "The weather of a city.",
          inputSchema: jsonSchema(WEATHER),
          execute: async (input) => returned("get_weather", input),
        }),
        get_time: tool({
          description: "The time.", inputSchema: jsonSchema(NOTHING), execute: async () => returned("get_time"),
        }),
      };
      const result = await streamed(ask("Play tools.", { tools, stopWhen: stepCountIs(5) }));
      const rounds = result.steps.slice(0, -1).map((step) => step.toolCalls.map(
        ({ toolName, input }) => ({ name: toolName, input })));
      return { rounds, ...told(result) };
    },

    image: async () => {
      const content = [
        { type: "text", text: "Play image." },
        { type: "image", image: Buffer.from(RED_DOT, "base64"), mediaType: "image/png" },
      ];
      return told(await generateText({ ...ask(), prompt: [{ role: "user", content }] }));
    },

    schema: async () => (await generateText(
      ask("Play schema.", { output: Output.object({ schema: jsonSchema(WEATHER) }) }))).output,

    thinking: async () => {
      const messages = [{ role: "user", content: "Play thinking." }];
      const more = { maxOutputTokens: 8000, providerOptions: thinks[kind] };
      const first = await generateText({ ...ask(undefined, more), messages });
      messages.push(...first.response.messages, { role: "user", content: "Again." });
      const second = await generateText({ ...ask(undefined, more), messages });
      return { thought: first.reasoningText ?? null, first: first.text, second: second.text };
    },

    count: null,

    failing: async (line, asStream) => asStream ? streamed(ask(line)) : generateText(ask(line)),

    denied: async () => generateText({ ...ask("Play text."), model: providers[kind](url + "/v1", "sk-wrong") }),
  };
}

export const failure = (error) => ({
  class: error.constructor.name.replace(/^_/, ""),
  status: error.statusCode ?? null,
  type: error.data?.error?.type ?? error.data?.error?.status ?? null,
});
