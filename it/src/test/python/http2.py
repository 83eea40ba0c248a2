"""OpenAI's client for Python over HTTP/2, by httpx with h2: `python http2.py BASE_URL KEY`."""

import asyncio
import sys

import httpx
import openai

base_url, key = sys.argv[1:]
http = httpx.Client(http1=False, http2=True, timeout=60)
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0, http_client=http)
MESSAGES = [{"role": "user", "content": "Hi"}]


def streamed():
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def chat_comes_whole():
    raw = client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES)
    assert raw.http_response.http_version == "HTTP/2", raw.http_response.http_version
    assert raw.parse().choices[0].finish_reason == "stop"


def chat_comes_streamed():
    assert streamed()


def twenty_calls_share_the_connection():
    """In one thread: of httpcore's blocking client two threads can take the same stream."""

    async def text(client):
        stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        return "".join(
            [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
        )

    async def twenty():
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(http1=False, http2=True, timeout=60, limits=limits) as http:
            client = openai.AsyncOpenAI(
                base_url=base_url, api_key=key, max_retries=0, http_client=http
            )
            return await asyncio.gather(*(text(client) for _ in range(20)))

    assert all(asyncio.run(twenty()))


def a_long_request_arrives_whole():
    messages = [{"role": "user", "content": "x" * 2_000_000}]
    answer = client.chat.completions.create(model="m", messages=messages)
    assert answer.choices[0].finish_reason == "stop"


def a_stream_that_is_left_does_not_end_the_connection():
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
        next(iter(stream))
    assert streamed()


def an_error_is_the_gateways():
    other = openai.OpenAI(base_url=base_url, api_key="wrong", max_retries=0, http_client=http)
    try:
        other.models.list()
    except openai.AuthenticationError as refused:
        assert refused.status_code == 401
    else:
        raise AssertionError("it was not refused")


for case in (
    chat_comes_whole,
    chat_comes_streamed,
    twenty_calls_share_the_connection,
    a_long_request_arrives_whole,
    a_stream_that_is_left_does_not_end_the_connection,
    an_error_is_the_gateways,
):
    case()
    print("passed:", case.__name__.replace("_", " "))
