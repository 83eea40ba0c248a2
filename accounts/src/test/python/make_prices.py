"""Writes the table of prices that comes with the gateway, from two projects' figures.

    pip download --no-deps -d WHEELS genai-prices litellm
    python3 make_prices.py WHEELS > ../../main/resources/dev/sluice/accounts/price/file/prices.json

Figures alone are taken, and each row says from which version, and read when. Where both have a
figure for the same thing and differ, both rows are named in the source and the dearer figure
counts; where they differ by more than half one of them is old or wrong, and DECIDED says which one
counts, and why. What a project has wrong is in WRONG, with the page that says so; a price that is
20 times that of all siblings, or a twentieth, stops the program until it is in there or in MEANT.
What only a provider's page says is in PAGES, with the page. What no project says of a row, its
siblings by name do: their largest output, and the dearest sound and pictures.

A rule of genai-prices for all names with one beginning means versions: the name itself, and with a
date or a number behind it. A sibling of another kind that comes later (`-image`) has no price
until a table names it.
"""

import datetime
import glob
import json
import re
import sys
import types
import zipfile
from decimal import Decimal

NAMES = {"google": "gemini", "voyageai": "voyage", "x-ai": "xai"}
LITELLM_NAMES = {
    "text-completion-openai": "openai",
    "bedrock_converse": "bedrock",
    "bedrock_mantle": "bedrock",
    "together_ai": "together",
    "fireworks_ai": "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
}
VERTEX = re.compile(r"vertex_ai(-.*)?$")
PROVIDERS = ("openai", "anthropic", "gemini", "mistral", "groq", "deepseek", "cohere", "voyage")
# Clouds, of which LiteLLM alone names models as they are asked there, and vendors whose names stand in
# both: no page of theirs was read for each figure, so that of two the dearer counts, however far they
# are apart. A deployment of Azure has the name that its operator gives it.
CLOUDS = ("bedrock", "vertex")
UNREAD = (*CLOUDS, "xai", "together", "fireworks", "perplexity")
# What a name has to be so that it can be asked: without a region in front, which has prices of its
# own there; with the account; and by chats, which take no names of other vendors.
ASKED = {
    "bedrock": re.compile(r"[^/]+"),
    "fireworks": re.compile(r"accounts/.+"),
    "perplexity": re.compile(r"[^/]+"),
}
MODES = ("chat", "responses", "completion", "embedding", "moderation")
DRAWS = "image_generation"

# Our meters, genai-prices' names of them, and LiteLLM's.
METERS = {
    "input": ("input_mtok", "input_cost_per_token"),
    "cache_read": ("cache_read_mtok", "cache_read_input_token_cost"),
    "cache_write": ("cache_write_mtok", "cache_creation_input_token_cost"),
    "cache_write_1h": ("cache_write_1h_mtok", "cache_creation_input_token_cost_above_1hr"),
    "audio_input": ("input_audio_mtok", "input_cost_per_audio_token"),
    "image_input": ("input_image_mtok", "input_cost_per_image_token"),
    "output": ("output_mtok", "output_cost_per_token"),
    "audio_output": ("output_audio_mtok", "output_cost_per_audio_token"),
    "image_output": ("output_image_mtok", "output_cost_per_image_token"),
}
SERVICE_TIERS = ("flex", "priority", "fast", "ultrafast")
# What no operation of the gateway reaches.
ELSEWHERE = re.compile(r"realtime|whisper|dall-e|transcribe|gpt-image|sora|veo|imagen|lyria|live|native-audio|gpt-4o-mini-tts|^tts")
SEARCHES = re.compile(r"-search-(preview|api)")
TIER = re.compile(r"_above_(\d+)k_tokens$")

# What no table has: dollars for a thousand uses, by the provider's own page.
PAGES = {
    "openai": (
        {"code_execution": 30, "file_search": 2.5, "mcp": 0},
        "https://platform.openai.com/docs/pricing for tools (a container of 1 GB)",
    ),
    "anthropic": (
        {"code_execution": 50, "web_fetch": 0, "mcp": 0},
        "https://platform.claude.com/docs/en/about-claude/pricing for tools (an hour of a container)",
    ),
    "gemini": (
        {"code_execution": 0, "web_fetch": 0, "file_search": 0},
        "https://ai.google.dev/gemini-api/docs/pricing for tools",
    ),
}


# Which project counts where both differ by more than half, and why.
APART = Decimal("1.5")
DECIDED = {
    ("deepseek", "deepseek-chat"): ("litellm", "the name has answered with V3.2 since 2025-09-29"),
    ("deepseek", "deepseek-reasoner"): ("litellm", "the name has answered with V3.2 since 2025-09-29"),
    ("gemini", "gemini-4-argon"): ("genai-prices", "its introductory rates ended on 2026-11-30"),
    ("mistral", "magistral-small-latest"): ("litellm", "the name has moved to a later model"),
    ("mistral", "mistral-large-latest"): ("litellm", "the name has moved to Large 3"),
    ("mistral", "mistral-medium"): ("litellm", "the name has moved to a later model, which is dearer"),
    ("mistral", "open-mistral-nemo"): ("litellm", "no page tells, and it is the dearer one"),
}

# Figures that a project has wrong, by the provider's page.
WRONG = {
    ("cohere", "embed-multilingual-light-v3.0"): ({"input": "0.1"}, "litellm's input of 100 is a slip of its unit; 0.10 by https://cohere.com/pricing"),
}

# Prices that are far from those of all siblings, and right.
OUTLIER = 20
MEANT = set()

# What a search costs with models of these names, which do not reason, by PAGES' page of OpenAI.
UNREASONING = re.compile(r"^gpt-(4o|4\.1)(?!.*-search)")
UNREASONED_SEARCH = Decimal(25)

# Names that have a date behind them, one of Vertex, or that of a model of one's own: no sibling.
VERSIONED = re.compile(r"(20\d\d|@|:|\.ft-)$")
# How the names of a provider's versions go on.
VERSIONS = {"anthropic": ("", "-2*", "@*"), "gemini": ("", "-0*", "-1*"), "openai": ("", "-0*", "-1*", "-2*")}
OTHERS = ("", "-0*", "-2*")
PREVIEWING = ("gemini", "openai")

# How much a model writes in one answer at most, whatever tables say, by its provider's page.
OUTPUTS = {
    ("deepseek", "deepseek-r1"): 65536,
    ("openai", "babbage-002"): 16384,
    ("openai", "davinci-002"): 16384,
    ("openai", "ft:babbage-002:*"): 16384,
    ("openai", "ft:davinci-002:*"): 16384,
    ("openai", "ft:gpt-4-0613:*"): 8192,
    ("openai", "gpt-4"): 8192,
    ("openai", "gpt-4-0613"): 8192,
}

# The same where no table says.
MOST = {
    "anthropic": {
        "claude-opus-4-0": 32000,
        "claude-opus-4-1": 32000,
        "claude-opus-4-2025": 32000,
        "claude-sonnet-4-0": 64000,
        "claude-sonnet-4-2025": 64000,
        "claude-3-7": 64000,
        "claude-3-5": 8192,
        "claude-3-haiku": 4096,
    },
    "deepseek": {"deepseek-r1": 65536},
    "gemini": {"gemini-3-pro-preview": 65536},
    "groq": {"llama-3.3-70b-versatile": 32768, "llama-3.1-8b-instant": 131072, "qwen/qwen3-32b": 40960},
    "openai": {"gpt-4o-audio-preview": 16384, "gpt-4o-mini-audio": 16384},
}


# Outputs that are taken from other rows are between these.
SMALLEST = 8192
LARGEST = 400_000


def plain(number):
    """A decimal without noise of binary fractions, as JSON has it."""
    text = format(Decimal(number).quantize(Decimal("0.000001")).normalize(), "f")
    return float(text) if "." in text else int(text)


def up(number):
    """A factor of at most six decimals, never below the exact one."""
    return number.quantize(Decimal("0.000001"), rounding="ROUND_UP")


class Figures:
    """What one project says of one model: prices at the base, by tier, and of extras."""

    def __init__(self, origin):
        self.origin = origin
        self.base = {}
        self.tiers = {}
        self.extras = {}
        self.factors = {"service_tier": {}, "speed": {}, "inference_geo": {}}
        self.batch = None
        self.regional = None
        self.max_output = None
        self.info = {}

    def tier(self, above):
        """The prices of a prompt that is longer than so many tokens."""
        found = dict(self.base)
        for bound in sorted(self.tiers):
            if bound <= above:
                found.update(self.tiers[bound])
        return found

    def words(self):
        prices = ", ".join(f"{m} {plain(p)}" for m, p in self.base.items())
        return f"{self.origin}: {prices}"


def factor(usual, other):
    """How many times dearer `other` is than `usual`, by the meter where it is dearest."""
    ratios = [other[m] / usual[m] for m in other if usual.get(m)]
    return up(max(ratios)) if ratios else None


def genai_prices(prices):
    base, tiers = {}, {}
    for meter, (name, _) in METERS.items():
        price = getattr(prices, name, None)
        if price is None:
            continue
        if isinstance(price, Decimal):
            base[meter] = price
            continue
        base[meter] = price.base
        for tier in price.tiers:
            tiers.setdefault(tier.start, {})[meter] = tier.price
    return base, tiers


def of_now(prices, today):
    """The newest prices that have begun; of those by the time of day each the dearest."""
    if not isinstance(prices, list):
        return prices
    held, begun = None, None
    for one in prices:
        start = getattr(one.constraint, "start_date", None)
        if one.constraint is not None and start is None:
            if held is None or genai_prices(one.prices)[0]["input"] > genai_prices(held)[0]["input"]:
                held = one.prices
        elif start is None or (start <= today and (begun is None or start >= begun)):
            held, begun = one.prices, start
    return held


def of_genai(model, origin, today):
    prices = of_now(model.prices, today)
    found = Figures(origin)
    found.base, found.tiers = genai_prices(prices)
    for extra, name in (("web_search", "web_searches_kcount"), ("file_search", "storage_searches_kcount")):
        price = getattr(prices, name, None)
        if price is not None:
            found.extras[extra] = price
    for variant in model.price_variants or []:
        base, tiers = genai_prices(variant.prices)
        ratios = [factor(found.base, base)]
        ratios += [factor(found.tier(bound), tier) for bound, tier in tiers.items()]
        ratios = [r for r in ratios if r is not None]
        for member, value in variant.when.items():
            if ratios and member in ("service_tier", "speed"):
                was = found.factors[member].get(value, Decimal(0))
                found.factors[member][value] = max([was, *ratios])
            if ratios and member == "processing":
                found.batch = max(ratios)
    return found


def litellm_prices(row, suffix):
    found = {}
    for meter, (_, name) in METERS.items():
        price = row.get(name + suffix)
        # A cache that is written for nothing is one that is not written to.
        told = isinstance(price, (int, float)) and (price > 0 or not meter.startswith("cache_write"))
        if told:
            found[meter] = Decimal(str(price)) * 1_000_000
    return found


def of_litellm(row, origin, provider):
    found = Figures(origin)
    found.base = litellm_prices(row, "")
    for key in row:
        bound = TIER.search(key)
        if bound:
            suffix = bound.group(0)
            prices = litellm_prices(row, suffix)
            if prices:
                found.tiers[int(bound.group(1)) * 1000] = prices
    search = row.get("search_context_cost_per_query")
    if search:
        dearest = Decimal(str(max(search.values()))) * 1000
        google = provider == "gemini" or (provider == "vertex" and "anthropic" not in row["litellm_provider"])
        asked = not google or row.get("web_search_billing_unit") == "per_query"
        found.extras["web_search" if asked else "grounding"] = dearest
    if row.get("google_maps_grounding_cost_per_query"):
        found.extras["maps"] = Decimal(str(row["google_maps_grounding_cost_per_query"])) * 1000
    for tier in SERVICE_TIERS:
        ratio = factor(found.base, litellm_prices(row, "_" + tier))
        for bound in found.tiers:
            long = factor(found.tier(bound), litellm_prices(row, f"_above_{bound // 1000}k_tokens_{tier}"))
            ratio = max((r for r in (ratio, long) if r is not None), default=None)
        if ratio is not None:
            found.factors["service_tier"][tier] = ratio
    for name, ratio in (row.get("provider_specific_entry") or {}).items():
        if not isinstance(ratio, (int, float)):
            continue
        member = "speed" if name == "fast" else "inference_geo"
        found.factors[member][name] = Decimal(str(ratio))
    found.batch = factor(found.base, litellm_prices(row, "_batches"))
    found.regional = row.get("regional_endpoint_uplift_multiplier")
    if isinstance(row.get("max_output_tokens"), int):
        found.max_output = row["max_output_tokens"] or None
    found.info = info_of_litellm(row)
    return found


def info_of_litellm(row):
    """What a row says of the model itself; words for kinds as OpenRouter has them."""
    info = {"context": row.get("max_input_tokens"), "output": row.get("max_output_tokens")}
    info = {name: size for name, size in info.items() if isinstance(size, int) and size > 0}
    reads = list(row.get("supported_modalities") or [])
    flags = (("image", "supports_vision"), ("audio", "supports_audio_input"), ("video", "supports_video_input"))
    for kind, flag in flags:
        if row.get(flag) is True and kind not in reads:
            reads = [*(reads or ["text"]), kind]
    if reads:
        info["reads"] = reads
    if row.get("supported_output_modalities"):
        info["writes"] = list(row["supported_output_modalities"])
    return info


def info_of(infos):
    """What may be relied on whichever of them is right: the lesser size, the kinds that all have."""
    found = {}
    for info in infos:
        for name in ("context", "output"):
            if name in info:
                found[name] = min(info[name], found.get(name, info[name]))
        for name in ("reads", "writes"):
            if name in info:
                found[name] = [kind for kind in found.get(name, info[name]) if kind in info[name]]
    return {name: value for name, value in found.items() if value}


def dearer(maps):
    found = {}
    for prices in maps:
        for name, price in prices.items():
            found[name] = max(price, found.get(name, price))
    return found


def differ(figures):
    if len(figures) < 2:
        return False
    one, other = (f.base for f in figures)
    return any(plain(one[m]) != plain(other[m]) for m in one if m in other)


def apart(figures):
    """How many times the dearer of two figures is the other one, at most."""
    if len(figures) < 2:
        return Decimal(1)
    one, other = (f.base for f in figures)
    both = [(one[m], other[m]) for m in one if one[m] and other.get(m)]
    return max((max(a / b, b / a) for a, b in both), default=Decimal(1))


def counting(provider, name, figures):
    """Those of the figures that count, and why; all of them where they are close."""
    if apart(figures) <= APART or provider in UNREAD:
        return figures, "the dearer counts"
    if (provider, name) not in DECIDED:
        both = "; ".join(f.words() for f in figures)
        sys.exit(f"{provider}/{name}: {both}: say in DECIDED which one counts, and why")
    project, why = DECIDED[provider, name]
    return [f for f in figures if f.origin.startswith(project)], f"{project} counts: {why}"


def source(figures, why, page, today):
    read = f"read {today}"
    if differ(figures):
        text = "; ".join(f.words() for f in figures) + f" ({why}); {read}"
    else:
        text = " and ".join(f.origin for f in figures) + f", {read}"
    return text + (f"; {page}" if page else "")


def entry(provider, name, all_figures, images, infos, today):
    figures, why = counting(provider, name, all_figures)
    base = dearer(f.base for f in figures)
    wrong, correction = WRONG.get((provider, name), ({}, ""))
    base.update((meter, Decimal(price)) for meter, price in wrong.items())
    if "tts" in name:
        # It writes nothing but sound.
        base.setdefault("audio_output", base["output"])
    sold = "output" in base and base["output"] > 0
    extras, page = PAGES.get(provider, ({}, "")) if sold else ({}, "")
    extras = dearer([{k: Decimal(v) for k, v in extras.items()}, *(f.extras for f in figures)])
    if provider == "openai" and UNREASONING.search(name) and "web_search" in extras:
        extras["web_search"] = max(extras["web_search"], UNREASONED_SEARCH)
    if "grounding" in extras and provider in ("gemini", "vertex"):
        # One of the two bills a question, however many searches it takes.
        extras.pop("web_search", None)
    if SEARCHES.search(name) and "web_search" in extras:
        # It searches for every question, asked or not.
        extras["request"] = extras["web_search"]
        extras["web_search"] = Decimal(0)
    if sold and provider == "openai" and "web_search" in extras:
        extras["image_generation"] = images
    row = {"provider": provider, "model": name}
    row.update((m, plain(base[m])) for m in METERS if m in base)
    bounds = sorted({bound for f in figures for bound in f.tiers})
    tiers = []
    for bound in bounds:
        prices = dearer(f.tier(bound) for f in figures)
        tiers.append({"above": bound, **{m: plain(prices[m]) for m in METERS if m in prices}})
    row.update((extra, plain(price)) for extra, price in sorted(extras.items()))
    if tiers:
        row["tiers"] = tiers
    for member in ("service_tier", "speed", "inference_geo"):
        factors = dearer(f.factors[member] for f in figures)
        if factors:
            row[member] = {value: plain(ratio) for value, ratio in sorted(factors.items())}
    batch = [f.batch for f in figures if f.batch is not None and f.batch <= 1]
    if batch:
        row["batch"] = plain(max(batch))
    regional = [f.regional for f in figures if f.regional is not None]
    if regional:
        row["regional"] = max(regional)
    most = [f.max_output for f in figures if f.max_output]
    if provider in UNREAD:
        # As large as a prompt may be: a mistake of the table.
        most = [m for m in most if m < LARGEST]
    pages = MOST.get(provider, {})
    most += [pages[start] for start in pages if name.startswith(start) and not most]
    most = [OUTPUTS[provider, name]] if (provider, name) in OUTPUTS else most
    if most:
        row["max_output"] = max(most)
    info = info_of(infos)
    if (provider, name) in OUTPUTS:
        info["output"] = OUTPUTS[provider, name]
    if info:
        row["info"] = info
    row["source"] = source(all_figures, why, correction or page, today)
    return row


def stem(name):
    """The words of a name, however its version is spelled."""
    return re.split(r"[-.@:/_]+", name.rstrip("*-@:/._"))


def outputs(row, entries, window):
    """The largest output of the rows whose names begin with most of the same words. Where that is
    less than two words the model's window bounds it too. A small one would hide what an answer
    costs, and one as large as a prompt may be is a mistake of the table."""
    words = stem(row["model"])
    told = [
        e
        for e in entries
        if e["provider"] == row["provider"] and e.get("max_output", LARGEST) < LARGEST
    ]
    for length in range(len(words), -1, -1):
        most = [e["max_output"] for e in told if stem(e["model"])[:length] == words[:length]]
        if most:
            bounds = [max(most)] + ([window] if length < 2 and window else [])
            return max(min(bounds), SMALLEST)
    return LARGEST


def check(entries):
    """Stops at a price that is far from those of all siblings: a slip of the unit."""
    for row in entries:
        if row["provider"] in UNREAD:
            continue
        words = stem(row["model"])[:2]
        siblings = [
            e
            for e in entries
            if e is not row and e["provider"] == row["provider"] and stem(e["model"])[:2] == words
        ]
        for meter in ("input", "output"):
            prices = [e[meter] for e in siblings if e.get(meter)]
            price = row.get(meter)
            far = prices and price and not min(prices) / OUTLIER <= price <= max(prices) * OUTLIER
            if far and (row["provider"], row["model"]) not in MEANT:
                sys.exit(
                    f"{row['provider']}/{row['model']}: {meter} {price} beside {min(prices)} to"
                    f" {max(prices)}: correct it in WRONG, or say in MEANT that it is right"
                )


def complete(entries, windows, versions):
    """Gives rows what their siblings have: patterns their dearest sound and pictures, and each
    model that writes the most that it can write."""
    found = {}
    for i, row in enumerate(entries):
        key = row["provider"], row["model"]
        start = versions.get(key, row["model"]).removesuffix("*")
        of_star = row["model"].endswith("*") or key in versions
        siblings = [e for e in entries if e["provider"] == row["provider"] and e["model"].startswith(start)]
        for meter in ("audio_input", "image_input", "audio_output", "image_output"):
            prices = [e[meter] for e in siblings if meter in e]
            if of_star and prices and meter not in row:
                row[meter] = max(prices)
        if row.get("output", 0) > 0 and "max_output" not in row and "embed" not in row["model"]:
            found[i] = outputs(row, entries, windows[row["provider"], row["model"]])
    for i, most in found.items():
        entries[i]["max_output"] = most
    return [ordered(row) for row in entries]


def ordered(row):
    ends = ("max_output", "info", "source")
    meters = [m for m in METERS if m in row]
    names = ["provider", "model", *meters, *(k for k in row if k not in METERS and k not in ends), *ends]
    return {name: row[name] for name in dict.fromkeys(names) if name in row}


def load_genai(wheel):
    class Absent(types.ModuleType):
        def __getattr__(self, name):
            return type(name, (), {})

    sys.path.insert(0, wheel)
    # Its client for updates, which is not asked.
    sys.modules["httpx2"] = Absent("httpx2")
    from genai_prices.data import providers

    return providers


def patterns(match, provider):
    """The names that a rule of genai-prices means, as far as a star at the end can say it, each with
    the name that it is a version of."""
    if hasattr(match, "or_"):
        return [p for one in match.or_ for p in patterns(one, provider)]
    if hasattr(match, "equals"):
        return [(match.equals, None)]
    if not hasattr(match, "starts_with"):
        return []
    if VERSIONED.search(match.starts_with):
        return [(match.starts_with + "*", None)]
    name = match.starts_with.rstrip("-")
    versions = VERSIONS.get(provider, OTHERS)
    if provider in PREVIEWING and "preview" not in name:
        versions = (*versions, "-preview*")
    return [(name + version, name) for version in versions]


def version(wheel):
    return wheel.split("/")[-1].split("-")[1]


def dearest_row(one, other):
    """The dearer of two rows of one name."""
    return max(one, other, key=lambda row: (row["input_cost_per_token"], row.get("output_cost_per_token", 0)))


def litellm_rows(wheel):
    with zipfile.ZipFile(wheel) as archive:
        table = json.loads(archive.read("litellm/model_prices_and_context_window_backup.json"))
    rows = {}
    for name, row in table.items():
        theirs = row.get("litellm_provider") or ""
        provider = "vertex" if VERTEX.match(theirs) else LITELLM_NAMES.get(theirs, theirs)
        wanted = row.get("mode") in MODES or (row.get("mode") == DRAWS and provider == "gemini")
        known = provider in PROVIDERS or provider in UNREAD
        if not known or not wanted or "input_cost_per_token" not in row:
            continue
        own = (provider + "/", theirs + "/", "vertex_ai/" if provider == "vertex" else provider + "/")
        plain_name = name.split("/", 1)[1] if name.startswith(own) else name
        if (provider, plain_name) in rows and provider in UNREAD:
            row = dearest_row(rows[provider, plain_name], row)
        rows[provider, plain_name + (":*" if plain_name.startswith("ft:") else "")] = row
    images = [
        Decimal(str(row[key]))
        for name, row in table.items()
        for key in ("input_cost_per_image", "output_cost_per_image")
        if row.get("litellm_provider") == "openai" and "gpt-image" in name and row.get(key)
    ]
    return rows, max(images) * 1000


def siblings(rows, provider, start):
    """What LiteLLM says of the models whose names begin so: a pattern has no row of its own."""
    named = (row for (of, name), row in rows.items() if of == provider and name.startswith(start))
    return [info_of_litellm(row) for row in named]


def main(folder):
    today = datetime.date.today()
    genai_wheel = glob.glob(folder + "/genai_prices-*.whl")[0]
    litellm_wheel = glob.glob(folder + "/litellm-*.whl")[0]
    genai_origin = "genai-prices " + version(genai_wheel)
    litellm_origin = "litellm " + version(litellm_wheel)
    rows, images = litellm_rows(litellm_wheel)
    models = {}
    for provider in load_genai(genai_wheel):
        name = NAMES.get(provider.id, provider.id)
        if name in PROVIDERS or (name in UNREAD and name not in CLOUDS):
            models[name] = provider.models
    names, versions = dict.fromkeys(rows), {}
    for provider, known in models.items():
        for model in known:
            for pattern, of in patterns(model.match, provider):
                if "claude" not in pattern or provider == "anthropic":
                    names.setdefault((provider, pattern))
                    if of:
                        versions[provider, pattern] = of
    entries, windows = [], {}
    for provider, name in sorted(key for key in names if not ELSEWHERE.search(key[1])):
        if provider in ASKED and not ASKED[provider].fullmatch(name):
            continue
        figures = []
        asked = name.removesuffix("*")
        model = next((m for m in models.get(provider, []) if m.match.is_match(asked)), None)
        if model is not None and not name.startswith("ft:"):
            figures.append(of_genai(model, genai_origin, today))
        if (provider, name) in rows:
            figures.append(of_litellm(rows[provider, name], litellm_origin, provider))
        figures = [f for f in figures if f.base]
        given = rows.get((provider, name), {}).get("mode") == "moderation"
        if figures and (given or any(p > 0 for f in figures for p in f.base.values())):
            window = getattr(model, "context_window", None)
            infos = [f.info for f in figures if f.info] or siblings(rows, provider, asked)
            infos += [{"context": window}] if window else []
            entries.append(entry(provider, name, figures, images, infos, today))
            windows[provider, name] = getattr(model, "context_window", None)
    print(f'{{\n  "date": "{today}",\n  "models": [')
    check(entries)
    print(",\n".join("    " + json.dumps(e) for e in complete(entries, windows, versions)))
    print("  ]\n}")


main(sys.argv[1])
