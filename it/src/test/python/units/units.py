"""Asks for what is sold by units with each vendor's own client, unchanged but for base URL and key.

Takes {"url", "key"} as its argument; prints a line of JSON for each scene: {"scene", ...}, with what
the client has read, or with {"error"}, what it has raised.
"""

import base64
import hashlib
import io
import json
import sys

import cohere
import openai
import voyageai

at = json.loads(sys.argv[1])
url, key = at["url"], at["key"]
openai_client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
cohere_client = cohere.ClientV2(api_key=key, base_url=url, max_retries=0)
voyage_client = voyageai.Client(api_key=key, base_url=url + "/v1", max_retries=0)

DOCUMENTS = ["a cat sleeps", "stock markets", "the cat and the dog"]
QUERY = "cat and dog"


def cohere_rerank(model):
    answer = cohere_client.rerank(model=model, query=QUERY, documents=DOCUMENTS, top_n=2)
    return {
        "order": [one.index for one in answer.results],
        "units": answer.meta.billed_units.search_units,
    }


def voyage_rerank(model):
    answer = voyage_client.rerank(QUERY, DOCUMENTS, model=model, top_k=2)
    return {"order": [one.index for one in answer.results], "tokens": answer.total_tokens}


def speech(form):
    answer = openai_client.audio.speech.create(
        model="open/m", voice="alloy", input="Hello", response_format=form
    )
    return {"bytes": len(answer.read())}


def speech_streamed():
    count = 0
    with openai_client.audio.speech.with_streaming_response.create(
        model="open/m", voice="alloy", input="Hello" * 100
    ) as answer:
        for part in answer.iter_bytes(1000):
            count += len(part)
    return {"bytes": count}


def image():
    answer = openai_client.images.generate(model="open/m", prompt="a cat", n=2, size="1024x1024")
    return {
        "pictures": [len(base64.b64decode(one.b64_json)) for one in answer.data],
        "tokens": answer.usage.output_tokens,
    }


def image_streamed():
    events = openai_client.images.generate(
        model="open/m", prompt="a cat", size="1024x1536", stream=True, partial_images=2
    )
    return {"events": [[one.type, len(base64.b64decode(one.b64_json))] for one in events]}


def image_edit():
    pictures = []
    for number in range(4):
        content = io.BytesIO(hashlib.sha256(bytes([number])).digest() * (10 * 2**20 // 32))
        content.name = f"{number}.png"
        pictures.append(content)
    answer = openai_client.images.edit(
        model="open/m", image=pictures, prompt="a cat", size="1024x1024"
    )
    return {"pictures": [len(base64.b64decode(one.b64_json)) for one in answer.data]}


def transcription(**more):
    sound = io.BytesIO(b"x" * 40_000)
    sound.name = "a.mp3"
    answer = openai_client.audio.transcriptions.create(model="open/m", file=sound, **more)
    if more.get("stream"):
        return {"events": [one.type for one in answer]}
    return {"text": answer if isinstance(answer, str) else answer.text}


def translation():
    sound = io.BytesIO(b"x" * 40_000)
    sound.name = "a.mp3"
    return {"text": openai_client.audio.translations.create(model="open/m", file=sound).text}


def moderation(picture, *texts):
    parts = [{"type": "text", "text": text} for text in texts]
    parts.append({"type": "image_url", "image_url": {"url": picture}})
    answer = openai_client.moderations.create(model="open/m", input=parts)
    return {"flagged": [one.flagged for one in answer.results]}


def wrong_model():
    return cohere_rerank("open/none")


SCENES = {
    "cohere open": lambda: cohere_rerank("open/m"),
    "cohere cohere": lambda: cohere_rerank("cohere/m"),
    "cohere voyage": lambda: cohere_rerank("voyage/m"),
    "voyage cohere": lambda: voyage_rerank("cohere/m"),
    "voyage voyage": lambda: voyage_rerank("voyage/m"),
    "speech mp3": lambda: speech("mp3"),
    "speech opus": lambda: speech("opus"),
    "speech aac": lambda: speech("aac"),
    "speech flac": lambda: speech("flac"),
    "speech wav": lambda: speech("wav"),
    "speech streamed": speech_streamed,
    "image": image,
    "image streamed": image_streamed,
    "image edit": image_edit,
    "transcription": transcription,
    "transcription text": lambda: transcription(response_format="text"),
    "transcription streamed": lambda: transcription(stream=True),
    "translation": translation,
    "moderation": lambda: moderation("data:image/png;base64," + "QUJD" * 2**18, "violence"),
    "moderation of a picture": lambda: moderation("https://example.com/cat.png"),
    "wrong model": wrong_model,
}

for name, ask in SCENES.items():
    seen = {"scene": name}
    try:
        seen |= ask()
    except Exception as e:
        seen["error"] = type(e).__name__ + ": " + str(e)[:500]
    print(json.dumps(seen), flush=True)
