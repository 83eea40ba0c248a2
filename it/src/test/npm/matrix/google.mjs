// The scenes with Google's own client.
import { GoogleGenAI } from "@google/genai";
import { NOTHING, RED_DOT, WEATHER, returned } from "./scenes.mjs";

const model = "gemini-3-flash-preview";
const tools = [{
  functionDeclarations: [
    { name: "get_weather", description: "The weather of a city.", parametersJsonSchema: WEATHER },
    { name: "get_time", description: "The time.", parametersJsonSchema: NOTHING },
  ],
}];

const parts = (response) => response.candidates?.[0]?.content?.parts ?? [];
const words = (response, thought = false) => parts(response)
  .filter((part) => Boolean(part.thought) === thought).map((part) => part.text ?? "").join("");

function told(response) {
  const { usageMetadata: usage } = response;
  return {
    text: words(response),
    stop: response.candidates[0].finishReason,
    input: usage.promptTokenCount,
    cached: usage.cachedContentTokenCount ?? 0,
    output: usage.candidatesTokenCount,
  };
}

export function scenes(baseUrl, apiKey) {
  const client = (key) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl, timeout: 20_000 } }).models;
  const models = client(apiKey);
  const ask = (contents, more = {}) => ({ model, contents, config: { maxOutputTokens: 400, ...more } });
  // The last chunk, with the parts of all.
  const streamed = async (request) => {
    const all = [];
    let last;
    let count = 0;
    for await (const chunk of await models.generateContentStream(request)) {
      all.push(...parts(chunk));
      count += words(chunk) === "" ? 0 : 1;
      last = chunk;
    }
    if (!last?.candidates?.[0]?.finishReason) throw new Error("no finish reason");
    last.candidates[0].content = { role: "model", parts: all };
    return { response: last, count };
  };
  return {
    text: async () => told(await models.generateContent(ask("Play text."))),

    stream: async () => {
      const { response, count } = await streamed(ask("Play stream.", { systemInstruction: "Be brief." }));
      return { ...told(response), parts: count };
    },

    tools: async () => {
      const request = ask([{ role: "user", parts: [{ text: "Play tools." }] }], { tools });
      const rounds = [];
      for (;;) {
        const response = rounds.length === 0
          ? (await streamed(request)).response
          : await models.generateContent(request);
        const calls = parts(response).filter((part) => part.functionCall).map((part) => part.functionCall);
        if (calls.length === 0) return { rounds, ...told(response) };
        rounds.push(calls.map(({ name, args }) => ({ name, input: args ?? {} })));
        request.contents.push(response.candidates[0].content, {
          role: "user",
          parts: calls.map(({ id, name, args }) => (
            { functionResponse: { id, name, response: { output: returned(name, args) } } })),
        });
      }
    },

    image: async () => told(await models.generateContent(ask(
      [{ text: "Play image." }, { inlineData: { mimeType: "image/png", data: RED_DOT } }]))),

    schema: async () => JSON.parse((await models.generateContent(ask(
      "Play schema.", { responseMimeType: "application/json", responseJsonSchema: WEATHER }))).text),

    thinking: async () => {
      const contents = [{ role: "user", parts: [{ text: "Play thinking." }] }];
      const request = ask(contents, { maxOutputTokens: 8000, thinkingConfig: { includeThoughts: true } });
      const { response } = await streamed(request);
      contents.push(response.candidates[0].content, { role: "user", parts: [{ text: "Again." }] });
      const second = await models.generateContent(request);
      return { thought: words(response, true), first: words(response), second: words(second) };
    },

    count: async () => (await models.countTokens({ model, contents: "Play count." })).totalTokens,

    failing: async (line, asStream) => asStream ? streamed(ask(line)) : models.generateContent(ask(line)),

    denied: async () => client("sk-wrong").generateContent(ask("Play text.")),
  };
}

// The client's error has the status as a number, and the error's body as its message.
function type(error) {
  try {
    return JSON.parse(error.message).error.status;
  } catch {
    return null;
  }
}

export const failure = (error) => (
  { class: error.constructor.name, status: error.status ?? null, type: type(error) });
