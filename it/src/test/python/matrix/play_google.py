"""The scenes with Google's own client."""

import base64

import pydantic
import scenes
from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials

MODEL = "gemini-3-flash-preview"
TOOLS = [
    types.Tool(
        function_declarations=[
            {"name": "get_weather", "description": "The weather of a city.", "parameters_json_schema": scenes.WEATHER},
            {"name": "get_time", "description": "The time.", "parameters_json_schema": scenes.NOTHING},
        ]
    )
]


class Forecast(pydantic.BaseModel):
    city: str
    days: int


def told(response):
    usage = response.usage_metadata
    return {
        "text": words(response),
        "stop": response.candidates[0].finish_reason.value,
        "input": usage.prompt_token_count,
        "cached": usage.cached_content_token_count or 0,
        "output": usage.candidates_token_count,
    }


def parts(response):
    return (response.candidates[0].content.parts if response.candidates else None) or []


def words(response, thought=False):
    return "".join(part.text or "" for part in parts(response) if bool(part.thought) == thought)


def settings(**more):
    automatic = types.AutomaticFunctionCallingConfig(disable=True)
    return types.GenerateContentConfig(**{"max_output_tokens": 400, "automatic_function_calling": automatic, **more})


def connect(url, key, cloud):
    options = {"base_url": url}
    if cloud == "vertex":
        place = {"vertexai": True, "project": "p", "location": "global"}
        return genai.Client(credentials=Credentials(token=key), http_options=options, **place)
    return genai.Client(api_key=key, http_options=options)


class Scenes:
    def __init__(self, url, key, cloud):
        self.url = url
        self.cloud = cloud
        self.models = self.client(key).models

    def client(self, key):
        # The application keeps its client as long as its models.
        self.clients = [*getattr(self, "clients", []), connect(self.url, key, self.cloud)]
        return self.clients[-1]

    def whole(self, contents, **more):
        return self.models.generate_content(model=MODEL, contents=contents, config=settings(**more))

    def streamed(self, contents, **more):
        """The last chunk, with the parts of all, and how many have brought words."""
        chunks = list(self.models.generate_content_stream(model=MODEL, contents=contents, config=settings(**more)))
        everything = [part for chunk in chunks for part in parts(chunk)]
        count = sum(bool(words(chunk)) for chunk in chunks)
        last = chunks[-1]
        if not last.candidates or not last.candidates[0].finish_reason:
            raise EOFError("no finish reason")
        last.candidates[0].content = types.Content(role="model", parts=everything)
        return last, count

    def text(self):
        return told(self.whole("Play text."))

    def stream(self):
        response, count = self.streamed("Play stream.", system_instruction="Be brief.")
        return {**told(response), "parts": count}

    def tools(self):
        contents = [types.UserContent("Play tools.")]
        rounds = []
        while True:
            response = self.whole(contents, tools=TOOLS) if rounds else self.streamed(contents, tools=TOOLS)[0]
            calls = [part.function_call for part in parts(response) if part.function_call]
            if not calls:
                return {"rounds": rounds, **told(response)}
            rounds.append([{"name": one.name, "input": one.args or {}} for one in calls])
            results = [
                types.Part(
                    function_response=types.FunctionResponse(
                        id=one.id, name=one.name, response={"output": scenes.returned(one.name, one.args)}
                    )
                )
                for one in calls
            ]
            contents += [response.candidates[0].content, types.UserContent(results)]

    def image(self):
        image = types.Part.from_bytes(data=base64.b64decode(scenes.RED_DOT), mime_type="image/png")
        return told(self.whole(["Play image.", image]))

    def schema(self):
        response = self.whole("Play schema.", response_mime_type="application/json", response_schema=Forecast)
        return response.parsed.model_dump()

    def thinking(self):
        shown = {"thinking_config": types.ThinkingConfig(include_thoughts=True), "max_output_tokens": 8000}
        contents = [types.UserContent("Play thinking.")]
        first = self.streamed(contents, **shown)[0]
        contents += [first.candidates[0].content, types.UserContent("Again.")]
        second = words(self.whole(contents, **shown))
        return {"thought": words(first, thought=True), "first": words(first), "second": second}

    def count(self):
        return self.models.count_tokens(model=MODEL, contents="Play count.").total_tokens

    def failing(self, line, streamed):
        return self.streamed(line) if streamed else self.whole(line)

    def denied(self):
        return self.client("sk-wrong").models.generate_content(model=MODEL, contents="Play text.")


def failure(error):
    return {
        "class": type(error).__name__,
        "status": getattr(error, "code", None),
        "type": getattr(error, "status", None),
    }
