"""The scenes with Anthropic's own client."""

import anthropic
import pydantic
import scenes

TOOLS = [
    {"name": "get_weather", "description": "The weather of a city.", "input_schema": scenes.WEATHER},
    {"name": "get_time", "description": "The time.", "input_schema": scenes.NOTHING},
]


class Forecast(pydantic.BaseModel):
    city: str
    days: int


def told(message):
    usage = message.usage
    cached = usage.cache_read_input_tokens or 0
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "stop": message.stop_reason,
        "input": usage.input_tokens + cached,
        "cached": cached,
        "output": usage.output_tokens,
    }


def ask(content, **more):
    call = {"model": "claude-sonnet-4-6", "max_tokens": 400, "messages": [{"role": "user", "content": content}]}
    return {**call, **more}


def connect(url, key, cloud):
    if cloud == "vertex":
        place = {"project_id": "p", "region": "global"}
        return anthropic.AnthropicVertex(base_url=url + "/v1", access_token=key, max_retries=0, timeout=20, **place)
    return anthropic.Anthropic(base_url=url, api_key=key, max_retries=0, timeout=20)


class Scenes:
    def __init__(self, url, key, cloud):
        self.url = url
        self.cloud = cloud
        self.client = connect(url, key, cloud)

    def whole(self, **call):
        return self.client.messages.create(**call)

    def streamed(self, **call):
        with self.client.messages.stream(**call) as events:
            return events.get_final_message()

    def text(self):
        return told(self.whole(**ask("Play text.")))

    def stream(self):
        with self.client.messages.stream(**ask("Play stream.", system="Be brief.")) as events:
            parts = len(list(events.text_stream))
            return {**told(events.get_final_message()), "parts": parts}

    def tools(self):
        call = ask("Play tools.", tools=TOOLS)
        rounds = []
        while True:
            message = (self.whole if rounds else self.streamed)(**call)
            calls = [block for block in message.content if block.type == "tool_use"]
            if not calls:
                return {"rounds": rounds, **told(message)}
            rounds.append([{"name": one.name, "input": one.input} for one in calls])
            results = [
                {"type": "tool_result", "tool_use_id": one.id, "content": scenes.returned(one.name, one.input)}
                for one in calls
            ]
            call["messages"] += [{"role": "assistant", "content": message.content}, {"role": "user", "content": results}]

    def image(self):
        source = {"type": "base64", "media_type": "image/png", "data": scenes.RED_DOT}
        return told(self.whole(**ask([{"type": "text", "text": "Play image."}, {"type": "image", "source": source}])))

    def schema(self):
        message = self.client.messages.parse(**ask("Play schema."), output_format=Forecast)
        return message.parsed_output.model_dump()

    def thinking(self):
        call = ask("Play thinking.", thinking={"type": "adaptive"}, max_tokens=8000)
        first = self.streamed(**call)
        call["messages"] += [{"role": "assistant", "content": first.content}, {"role": "user", "content": "Again."}]
        thought = "".join(block.thinking for block in first.content if block.type == "thinking")
        return {"thought": thought, "first": told(first)["text"], "second": told(self.whole(**call))["text"]}

    def count(self):
        messages = ask("Play count.")["messages"]
        return self.client.messages.count_tokens(model="claude-sonnet-4-6", messages=messages, tools=TOOLS).input_tokens

    def failing(self, line, streamed):
        return (self.streamed if streamed else self.whole)(**ask(line))

    def denied(self):
        return connect(self.url, "sk-wrong", self.cloud).messages.create(**ask("Play text."))


def failure(error):
    body = getattr(error, "body", None)
    inner = body.get("error", {}) if isinstance(body, dict) else {}
    return {"class": type(error).__name__, "status": getattr(error, "status_code", None), "type": inner.get("type")}
