"""The scenes with OpenAI's own client, by responses."""

import json

import openai
import pydantic
import scenes

TOOLS = [
    {"type": "function", "name": name, "description": says, "parameters": parameters, "strict": False}
    for name, says, parameters in (
        ("get_weather", "The weather of a city.", scenes.WEATHER),
        ("get_time", "The time.", scenes.NOTHING),
    )
]


class Forecast(pydantic.BaseModel):
    city: str
    days: int


def told(response):
    usage = response.usage
    return {
        "text": response.output_text,
        "stop": response.status,
        "input": usage.input_tokens,
        "cached": usage.input_tokens_details.cached_tokens,
        "output": usage.output_tokens,
    }


def ask(said, **more):
    return {"model": "gpt-5-mini", "max_output_tokens": 400, "input": said, **more}


class Scenes:
    def __init__(self, url, key, _):
        self.client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0, timeout=20)
        self.responses = self.client.responses

    def whole(self, **call):
        return self.responses.create(**call)

    def streamed(self, **call):
        with self.responses.stream(**call) as events:
            return events.get_final_response()

    def text(self):
        return told(self.whole(**ask("Play text.")))

    def stream(self):
        with self.responses.stream(**ask("Play stream.", instructions="Be brief.")) as events:
            parts = sum(event.type == "response.output_text.delta" for event in events)
            return {**told(events.get_final_response()), "parts": parts}

    def tools(self):
        call = ask([{"role": "user", "content": "Play tools."}], tools=TOOLS)
        rounds = []
        while True:
            response = (self.whole if rounds else self.streamed)(**call)
            calls = [
                (item.call_id, item.name, json.loads(item.arguments))
                for item in response.output
                if item.type == "function_call"
            ]
            if not calls:
                return {"rounds": rounds, **told(response)}
            rounds.append([{"name": name, "input": given} for _, name, given in calls])
            call["input"] += response.output
            call["input"] += [
                {"type": "function_call_output", "call_id": call_id, "output": scenes.returned(name, given)}
                for call_id, name, given in calls
            ]

    def image(self):
        image = {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64," + scenes.RED_DOT}
        content = [{"type": "input_text", "text": "Play image."}, image]
        return told(self.whole(**ask([{"role": "user", "content": content}])))

    def schema(self):
        return self.responses.parse(**ask("Play schema."), text_format=Forecast).output_parsed.model_dump()

    def thinking(self):
        shown = {"reasoning": {"effort": "medium", "summary": "auto"}, "include": ["reasoning.encrypted_content"]}
        call = ask([{"role": "user", "content": "Play thinking."}], store=False, **shown)
        call["max_output_tokens"] = 8000
        first = self.streamed(**call)
        call["input"] += [*first.output, {"role": "user", "content": "Again."}]
        thought = [part.text for item in first.output if item.type == "reasoning" for part in item.summary]
        second = self.whole(**call).output_text
        return {"thought": "".join(thought), "first": first.output_text, "second": second}

    def count(self):
        return self.responses.input_tokens.count(model="gpt-5-mini", input="Play count.", tools=TOOLS).input_tokens

    def failing(self, line, streamed):
        return (self.streamed if streamed else self.whole)(**ask(line))

    def denied(self):
        return self.client.with_options(api_key="sk-wrong").responses.create(**ask("Play text."))


def failure(error):
    return {
        "class": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "type": getattr(error, "type", None),
        "code": getattr(error, "code", None),
    }
