"""What official clients of clouds see of gateways, by their base URLs alone: one line of JSON a call.

Arguments: a key, and then the address of a gateway behind each name of a client. A line has the place
of the two among all, from 0, and what the client has said.
"""

import json
import sys

TALK = [{"role": "user", "content": "Hi"}]


def azure(url, key):
    import openai

    client = openai.AzureOpenAI(
        azure_endpoint=url, api_key=key, api_version="2024-10-21", max_retries=0
    )
    yield client.chat.completions.create(model="m", messages=TALK).choices[0].message.content
    chunks = client.chat.completions.create(model="m", messages=TALK, stream=True)
    yield "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    yield str(len(client.embeddings.create(model="m", input=["a", "b"]).data))


def of_anthropic(client):
    said = client.messages.create(model="m", max_tokens=50, messages=TALK)
    yield said.content[0].text
    with client.messages.stream(model="m", max_tokens=50, messages=TALK) as stream:
        yield "".join(stream.text_stream)


def vertex_claude(url, key):
    import anthropic

    client = anthropic.AnthropicVertex(
        base_url=url + "/v1", access_token=key, project_id="p", region="global", max_retries=0
    )
    yield from of_anthropic(client)
    yield str(client.messages.count_tokens(model="m", messages=TALK).input_tokens > 0)


def mantle(url, key):
    import anthropic

    client = anthropic.AnthropicBedrockMantle(
        base_url=url, api_key=key, aws_region="us-east-1", max_retries=0
    )
    yield from of_anthropic(client)


def vertex_gemini(url, key):
    from google import genai
    from google.oauth2.credentials import Credentials

    client = genai.Client(
        vertexai=True,
        project="p",
        location="global",
        credentials=Credentials(token=key),
        http_options={"base_url": url},
    )
    yield client.models.generate_content(model="m", contents="Hi").text
    chunks = client.models.generate_content_stream(model="m", contents="Hi")
    yield "".join(c.text or "" for c in chunks)
    yield str(client.models.count_tokens(model="m", contents="Hi").total_tokens > 0)
    vectors = client.models.embed_content(model="m", contents=["a", "b"]).embeddings
    yield str(len(vectors)) + " " + str(len(vectors[0].values) > 0)


def main():
    key, *plays = sys.argv[1:]
    for place, (name, url) in enumerate(zip(plays[::2], plays[1::2])):
        for said in globals()[name](url, key):
            print(json.dumps([place, said]), flush=True)


main()
