"""The scenes with OpenAI's own client, by chat completions."""

import json

import openai
import pydantic
import scenes

TOOLS = [
    {"type": "function", "function": {"name": name, "description": says, "parameters": parameters}}
    for name, says, parameters in (
        ("get_weather", "The weather of a city.", scenes.WEATHER),
        ("get_time", "The time.", scenes.NOTHING),
    )
]


class Forecast(pydantic.BaseModel):
    city: str
    days: int


def told(completion):
    usage = completion.usage
    details = usage.prompt_tokens_details
    return {
        "text": completion.choices[0].message.content,
        "stop": completion.choices[0].finish_reason,
        "input": usage.prompt_tokens,
        "cached": (details.cached_tokens or 0) if details else 0,
        "output": usage.completion_tokens,
    }


def ask(content, **more):
    call = {"model": "gpt-5-mini", "max_completion_tokens": 400, "messages": [{"role": "user", "content": content}]}
    return {**call, **more}


def connect(url, key, cloud):
    if cloud == "azure":
        settings = {"azure_endpoint": url, "api_version": "2024-10-21"}
        return openai.AzureOpenAI(api_key=key, max_retries=0, timeout=20, **settings)
    return openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0, timeout=20)


class Scenes:
    count = None

    def __init__(self, url, key, cloud):
        self.url = url
        self.cloud = cloud
        self.chat = connect(url, key, cloud).chat.completions

    def whole(self, **call):
        return self.chat.create(**call)

    def streamed(self, **call):
        with self.chat.stream(**call, stream_options={"include_usage": True}) as events:
            return events.get_final_completion()

    def text(self):
        return told(self.whole(**ask("Play text.")))

    def stream(self):
        call = ask("Play stream.")
        call["messages"].insert(0, {"role": "system", "content": "Be brief."})
        with self.chat.stream(**call, stream_options={"include_usage": True}) as events:
            parts = sum(event.type == "content.delta" and event.delta != "" for event in events)
            return {**told(events.get_final_completion()), "parts": parts}

    def tools(self):
        call = ask("Play tools.", tools=TOOLS)
        rounds = []
        while True:
            completion = (self.whole if rounds else self.streamed)(**call)
            message = completion.choices[0].message
            calls = [(one.id, one.function.name, json.loads(one.function.arguments)) for one in message.tool_calls or []]
            if not calls:
                return {"rounds": rounds, **told(completion)}
            rounds.append([{"name": name, "input": given} for _, name, given in calls])
            call["messages"].append(message)
            call["messages"] += [
                {"role": "tool", "tool_call_id": call_id, "content": scenes.returned(name, given)}
                for call_id, name, given in calls
            ]

    def image(self):
        url = {"url": "data:image/png;base64," + scenes.RED_DOT}
        return told(self.whole(**ask([{"type": "text", "text": "Play image."}, {"type": "image_url", "image_url": url}])))

    def schema(self):
        completion = self.chat.parse(**ask("Play schema."), response_format=Forecast)
        return completion.choices[0].message.parsed.model_dump()

    def thinking(self):
        call = ask("Play thinking.", max_completion_tokens=8000, reasoning_effort="medium")
        first = self.whole(**call).choices[0].message
        call["messages"] += [first.model_dump(exclude_none=True), {"role": "user", "content": "Again."}]
        second = told(self.whole(**call))["text"]
        return {"thought": getattr(first, "reasoning_content", None), "first": first.content, "second": second}

    def failing(self, line, streamed):
        return (self.streamed if streamed else self.whole)(**ask(line))

    def denied(self):
        return connect(self.url, "sk-wrong", self.cloud).chat.completions.create(**ask("Play text."))


def failure(error):
    return {
        "class": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "type": getattr(error, "type", None),
        "code": getattr(error, "code", None),
    }
