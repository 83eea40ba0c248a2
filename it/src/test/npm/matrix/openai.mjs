// The scenes with OpenAI's own client, by chat completions.
import OpenAI from "openai";
import { NOTHING, RED_DOT, WEATHER, returned } from "./scenes.mjs";

const tools = [
  { type: "function", function: { name: "get_weather", description: "The weather of a city.", parameters: WEATHER } },
  { type: "function", function: { name: "get_time", description: "The time.", parameters: NOTHING } },
];

function told({ choices: [{ message, finish_reason }], usage }) {
  return {
    text: message.content,
    stop: finish_reason,
    input: usage.prompt_tokens,
    cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
    output: usage.completion_tokens,
  };
}

export function scenes(url, apiKey) {
  const client = new OpenAI({ baseURL: url + "/v1", apiKey, maxRetries: 0, timeout: 20_000, logLevel: "off" });
  const chat = client.chat.completions;
  const ask = (content, more = {}) => (
    { model: "gpt-5-mini", max_completion_tokens: 400, messages: [{ role: "user", content }], ...more });
  const usage = { stream_options: { include_usage: true } };
  return {
    text: async () => told(await chat.create(ask("Play text."))),

    stream: async () => {
      let parts = 0;
      const request = ask("Play stream.", usage);
      request.messages.unshift({ role: "system", content: "Be brief." });
      const stream = chat.stream(request);
      stream.on("content", () => parts++);
      return { ...told(await stream.finalChatCompletion()), parts };
    },

    tools: async () => {
      const request = ask("Play tools.", { tools });
      const rounds = [];
      for (;;) {
        const completion = rounds.length === 0
          ? await chat.stream({ ...request, ...usage }).finalChatCompletion()
          : await chat.create(request);
        const { message } = completion.choices[0];
        if (!message.tool_calls?.length) return { rounds, ...told(completion) };
        const calls = message.tool_calls.map(({ id, function: { name, arguments: json } }) => (
          { id, name, input: JSON.parse(json) }));
        rounds.push(calls.map(({ name, input }) => ({ name, input })));
        request.messages.push(message, ...calls.map(({ id, name, input }) => (
          { role: "tool", tool_call_id: id, content: returned(name, input) })));
      }
    },

    image: async () => told(await chat.create(ask([
      { type: "text", text: "Play image." },
      { type: "image_url", image_url: { url: "data:image/png;base64," + RED_DOT } },
    ]))),

    schema: async () => {
      const completion = await chat.parse(ask("Play schema.", {
        response_format: { type: "json_schema", json_schema: { name: "forecast", schema: WEATHER, strict: true } },
      }));
      return completion.choices[0].message.parsed;
    },

    thinking: async () => {
      const request = ask("Play thinking.", { max_completion_tokens: 8000, reasoning_effort: "medium" });
      const { message } = (await chat.create(request)).choices[0];
      request.messages.push(message, { role: "user", content: "Again." });
      const second = await chat.create(request);
      return { thought: message.reasoning_content, first: message.content, second: told(second).text };
    },

    count: null,

    failing: async (line, streamed) => streamed
      ? chat.stream(ask(line)).finalChatCompletion()
      : chat.create(ask(line)),

    denied: async () => client.withOptions({ apiKey: "sk-wrong" }).chat.completions.create(ask("Play text.")),
  };
}

export const failure = (error) => (
  { class: error.constructor.name, status: error.status ?? null, type: error.type ?? null, code: error.code ?? null });
