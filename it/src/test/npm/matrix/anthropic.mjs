// The scenes with Anthropic's own client.
import Anthropic from "@anthropic-ai/sdk";
import { jsonSchemaOutputFormat } from "@anthropic-ai/sdk/helpers/json-schema";
import { NOTHING, RED_DOT, WEATHER, returned } from "./scenes.mjs";

const tools = [
  { name: "get_weather", description: "The weather of a city.", input_schema: WEATHER },
  { name: "get_time", description: "The time.", input_schema: NOTHING },
];

function told(message) {
  const { usage } = message;
  return {
    text: message.content.filter((block) => block.type === "text").map((block) => block.text).join(""),
    stop: message.stop_reason,
    input: usage.input_tokens + (usage.cache_read_input_tokens ?? 0),
    cached: usage.cache_read_input_tokens ?? 0,
    output: usage.output_tokens,
  };
}

export function scenes(baseURL, apiKey) {
  const client = new Anthropic({ baseURL, apiKey, maxRetries: 0, timeout: 20_000, logLevel: "off" });
  const ask = (content, more = {}) => ({
    model: "claude-sonnet-4-6", max_tokens: 400, messages: [{ role: "user", content }], ...more,
  });
  return {
    text: async () => told(await client.messages.create(ask("Play text."))),

    stream: async () => {
      let parts = 0;
      const stream = client.messages.stream(ask("Play stream.", { system: "Be brief." }));
      stream.on("text", () => parts++);
      return { ...told(await stream.finalMessage()), parts };
    },

    tools: async () => {
      const request = ask("Play tools.", { tools });
      const rounds = [];
      for (;;) {
        const message = rounds.length === 0
          ? await client.messages.stream(request).finalMessage()
          : await client.messages.create(request);
        const calls = message.content.filter((block) => block.type === "tool_use");
        if (calls.length === 0) return { rounds, ...told(message) };
        rounds.push(calls.map(({ name, input }) => ({ name, input })));
        request.messages.push({ role: "assistant", content: message.content }, {
          role: "user",
          content: calls.map(({ id, name, input }) => (
            { type: "tool_result", tool_use_id: id, content: returned(name, input) })),
        });
      }
    },

    image: async () => told(await client.messages.create(ask([
      { type: "text", text: "Play image." },
      { type: "image", source: { type: "base64", media_type: "image/png", data: RED_DOT } },
    ]))),

    schema: async () => {
      const message = await client.messages.parse(
        ask("Play schema.", { output_config: { format: jsonSchemaOutputFormat(WEATHER) } }));
      return message.parsed_output;
    },

    thinking: async () => {
      const request = ask("Play thinking.", { max_tokens: 8000, thinking: { type: "adaptive" } });
      const first = await client.messages.stream(request).finalMessage();
      request.messages.push({ role: "assistant", content: first.content }, { role: "user", content: "Again." });
      const second = await client.messages.create(request);
      const thought = first.content.filter((block) => block.type === "thinking");
      return { thought: thought.map((block) => block.thinking).join(""), first: told(first).text, second: told(second).text };
    },

    count: async () => (await client.messages.countTokens(
      { model: "claude-sonnet-4-6", messages: ask("Play count.").messages, tools })).input_tokens,

    failing: async (line, streamed) => streamed
      ? client.messages.stream(ask(line)).finalMessage()
      : client.messages.create(ask(line)),

    denied: async () => client.withOptions({ apiKey: "sk-wrong" }).messages.create(ask("Play text.")),
  };
}

export const failure = (error) => ({
  class: error.constructor.name, status: error.status ?? null, type: error.error?.error?.type ?? error.type ?? null,
});
