// Makes batches at a gateway, as a client does.

import assert from 'node:assert/strict';

/** A line that asks a model for a few words. */
export function line(id, model) {
  return JSON.stringify({custom_id: id, method: 'POST', url: '/v1/chat/completions', body: {model, max_tokens: 20, messages: [{role: 'user', content: `Hello ${id}`}]}});
}

/** So many of them. */
export function lines(number, model) {
  return Array.from({length: number}, (_, i) => line(`${model}-${i}`, model)).join('\n');
}

async function sent(url, key, path, init) {
  const answer = await fetch(`${url}${path}`, {method: 'POST', ...init, headers: {authorization: `Bearer ${key}`, ...init.headers}});
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

/** Makes a batch of lines, and answers with its id. */
export async function makeBatch(url, key, text) {
  const form = new FormData();
  form.append('purpose', 'batch');
  form.append('file', new Blob([text]), 'in.jsonl');
  const file = await sent(url, key, '/v1/files', {body: form});
  const order = {input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h'};
  const batch = await sent(url, key, '/v1/batches', {body: JSON.stringify(order), headers: {'content-type': 'application/json'}});
  return batch.id;
}
