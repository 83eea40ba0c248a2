"""The Files and Uploads APIs as OpenAI's client for Python uses them: prints one line of JSON.

Arguments: the gateway's address, a key, and a key of another team.
"""

import io
import json
import sys
import tempfile

import openai

url, key, other = sys.argv[1:]
client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0, timeout=30)
stranger = openai.OpenAI(base_url=url + "/v1", api_key=other, max_retries=0, timeout=30)
lines = b'{"custom_id":"a"}\n{"custom_id":"b"}\n'
seen = {}

made = client.files.create(
    file=("input.jsonl", io.BytesIO(lines)),
    purpose="batch",
    expires_after={"anchor": "created_at", "seconds": 3600},
)
seen["bytes"] = made.bytes
seen["kept"] = made.expires_at - made.created_at
seen["same"] = client.files.retrieve(made.id) == made
seen["listed"] = [one.id for one in client.files.list(purpose="batch", order="asc")] == [made.id]
seen["content"] = client.files.content(made.id).read() == lines
try:
    stranger.files.content(made.id)
except openai.NotFoundError as e:
    seen["stranger"] = e.code
seen["strangers"] = len(list(stranger.files.list()))
try:
    client.files.create(file=("x", io.BytesIO(b"x")), purpose="evil")
except openai.BadRequestError as e:
    seen["purpose"] = e.param
with tempfile.NamedTemporaryFile(suffix=".jsonl") as large:
    large.write(lines * 10_000)
    large.flush()
    upload = client.uploads.upload_file_chunked(
        file=large.name, mime_type="text/jsonl", purpose="batch", part_size=100_000
    )
seen["upload"] = upload.status
seen["parts"] = client.files.content(upload.file.id).read() == lines * 10_000
pages = [one.id for one in client.files.list(limit=1)]
seen["pages"] = pages == [upload.file.id, made.id]
seen["deleted"] = [client.files.delete(id).deleted for id in pages]
seen["left"] = len(list(client.files.list()))
print(json.dumps(seen))
