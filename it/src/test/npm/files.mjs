// The Files and Uploads APIs as the client for Node uses them: `node files.mjs BASE_URL KEY`.
import assert from "node:assert/strict";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI, { toFile } from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const lines = '{"custom_id":"a"}\n{"custom_id":"b"}\n';
const folder = mkdtempSync(join(tmpdir(), "files-"));

try {
  const path = join(folder, "input.jsonl");
  writeFileSync(path, lines.repeat(50_000));
  const made = await client.files.create({
    file: createReadStream(path),
    purpose: "batch",
    expires_after: { anchor: "created_at", seconds: 3600 },
  });
  assert.equal(made.bytes, lines.length * 50_000);
  assert.equal(made.filename, "input.jsonl");
  assert.deepEqual(await client.files.retrieve(made.id), made);
  assert.equal(await (await client.files.content(made.id)).text(), lines.repeat(50_000));

  const upload = await client.uploads.create({
    filename: "parts.jsonl",
    purpose: "batch",
    bytes: lines.length * 2,
    mime_type: "text/jsonl",
  });
  const parts = await Promise.all(
    [0, 1].map(async () =>
      client.uploads.parts.create(upload.id, { data: await toFile(Buffer.from(lines)) }),
    ),
  );
  const done = await client.uploads.complete(upload.id, { part_ids: parts.map((p) => p.id) });
  assert.equal(done.status, "completed");

  const ids = [];
  for await (const file of client.files.list({ limit: 1, order: "asc" })) {
    ids.push(file.id);
  }
  assert.deepEqual(ids, [made.id, done.file.id]);
  for (const id of ids) {
    assert.equal((await client.files.delete(id)).deleted, true);
  }
  await assert.rejects(client.files.content(made.id), OpenAI.NotFoundError);
  console.log("passed");
} finally {
  rmSync(folder, { recursive: true });
}
