// The scenes with OpenAI's own client, by responses.
import OpenAI from "openai";
import { NOTHING, RED_DOT, WEATHER, returned } from "./scenes.mjs";

const tools = [
  { type: "function", name: "get_weather", description: "The weather of a city.", parameters: WEATHER, strict: false },
  { type: "function", name: "get_time", description: "The time.", parameters: NOTHING, strict: false },
];

function told({ output_text: text, status, usage }) {
  return {
    text,
    stop: status,
    input: usage.input_tokens,
    cached: usage.input_tokens_details?.cached_tokens ?? 0,
    output: usage.output_tokens,
  };
}

export function scenes(url, apiKey) {
  const client = new OpenAI({ baseURL: url + "/v1", apiKey, maxRetries: 0, timeout: 20_000, logLevel: "off" });
  const { responses } = client;
  const ask = (input, more = {}) => ({ model: "gpt-5-mini", max_output_tokens: 400, input, ...more });
  // A response that has failed is no answer, whatever the client makes of it.
  const streamed = async (request) => {
    const response = await responses.stream(request).finalResponse();
    if (response.status !== "completed") throw new Error(response.error?.code ?? response.status);
    return response;
  };
  return {
    text: async () => told(await responses.create(ask("Play text."))),

    stream: async () => {
      let parts = 0;
      const stream = responses.stream(ask("Play stream.", { instructions: "Be brief." }));
      stream.on("response.output_text.delta", () => parts++);
      return { ...told(await stream.finalResponse()), parts };
    },

    tools: async () => {
      const request = ask([{ role: "user", content: "Play tools." }], { tools });
      const rounds = [];
      for (;;) {
        const response = rounds.length === 0 ? await streamed(request) : await responses.create(request);
        const calls = response.output.filter((item) => item.type === "function_call").map(
          ({ call_id, name, arguments: json }) => ({ call_id, name, input: JSON.parse(json) }));
        if (calls.length === 0) return { rounds, ...told(response) };
        rounds.push(calls.map(({ name, input }) => ({ name, input })));
        request.input.push(...response.output, ...calls.map(({ call_id, name, input }) => (
          { type: "function_call_output", call_id, output: returned(name, input) })));
      }
    },

    image: async () => told(await responses.create(ask([{
      role: "user",
      content: [
        { type: "input_text", text: "Play image." },
        { type: "input_image", detail: "auto", image_url: "data:image/png;base64," + RED_DOT },
      ],
    }]))),

    schema: async () => (await responses.parse(ask("Play schema.", {
      text: { format: { type: "json_schema", name: "forecast", schema: WEATHER, strict: true } },
    }))).output_parsed,

    thinking: async () => {
      const request = ask([{ role: "user", content: "Play thinking." }], {
        max_output_tokens: 8000,
        store: false,
        reasoning: { effort: "medium", summary: "auto" },
        include: ["reasoning.encrypted_content"],
      });
      const first = await streamed(request);
      request.input.push(...first.output, { role: "user", content: "Again." });
      const thought = first.output.filter((item) => item.type === "reasoning").flatMap((item) => item.summary);
      const second = await responses.create(request);
      return {
        thought: thought.map((part) => part.text).join(""), first: first.output_text, second: second.output_text,
      };
    },

    count: async () => (await responses.inputTokens.count(
      { model: "gpt-5-mini", input: "Play count.", tools })).input_tokens,

    failing: async (line, asStream) => asStream ? streamed(ask(line)) : responses.create(ask(line)),

    denied: async () => client.withOptions({ apiKey: "sk-wrong" }).responses.create(ask("Play text.")),
  };
}

export const failure = (error) => (
  { class: error.constructor.name, status: error.status ?? null, type: error.type ?? null, code: error.code ?? null });
