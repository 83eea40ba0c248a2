"""Asks for the vectors of two texts with each vendor's own client, once for each model.

Takes {"url", "key", "models"} as its argument; prints a line of JSON for each client and model:
{"client", "model", "vectors", "tokens"}, or {"client", "model", "error"}, the client's own type.
"""

import json
import sys

import cohere
import openai
import voyageai
from google import genai
from google.genai import types
from mistralai.client import Mistral

at = json.loads(sys.argv[1])
url, key = at["url"], at["key"]
TEXTS = ["one", "two ü\n"]
openai_client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
google_client = genai.Client(api_key=key, http_options=types.HttpOptions(base_url=url))
cohere_client = cohere.ClientV2(api_key=key, base_url=url, max_retries=0)
mistral_client = Mistral(api_key=key, server_url=url)
voyage_client = voyageai.Client(api_key=key, base_url=url + "/v1", max_retries=0)


def of_openai(model):
    answer = openai_client.embeddings.create(model=model, input=TEXTS)
    return [part.embedding for part in answer.data], answer.usage.prompt_tokens


def of_google(model):
    answer = google_client.models.embed_content(model=model, contents=TEXTS)
    return [one.values for one in answer.embeddings], None


def of_cohere(model):
    answer = cohere_client.embed(
        model=model, texts=TEXTS, input_type="search_query", embedding_types=["float"]
    )
    return answer.embeddings.float_, answer.meta.billed_units.input_tokens


def of_mistral(model):
    answer = mistral_client.embeddings.create(model=model, inputs=TEXTS)
    return [part.embedding for part in answer.data], answer.usage.prompt_tokens


def of_voyage(model):
    answer = voyage_client.embed(TEXTS, model=model, input_type="query")
    return answer.embeddings, answer.total_tokens


CLIENTS = {
    "openai": of_openai,
    "google-genai": of_google,
    "cohere": of_cohere,
    "mistralai": of_mistral,
    "voyageai": of_voyage,
}

for model in at["models"]:
    for name, ask in CLIENTS.items():
        seen = {"client": name, "model": model}
        try:
            vectors, tokens = ask(model)
            seen |= {"vectors": [list(vector) for vector in vectors], "tokens": tokens}
        except Exception as e:
            seen["error"] = type(e).__name__
        print(json.dumps(seen), flush=True)
