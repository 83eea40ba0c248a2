package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.PricedExtra;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The form of LiteLLM's `model_prices_and_context_window.json`: an object by model, flat keys in
/// dollars a token, conditions in the keys' names (`input_cost_per_token_above_200k_tokens`), no
/// dates. What regions of Vertex AI add is taken; other regions, service tiers and searches have no
/// counterpart and are left out.
final class LiteLlmTable implements ForeignTable.Form {
  private static final Map<Meter, String> KEYS =
      new EnumMap<>(
          Map.of(
              Meter.INPUT, "input_cost_per_token",
              Meter.CACHE_READ, "cache_read_input_token_cost",
              Meter.CACHE_WRITE, "cache_creation_input_token_cost",
              Meter.CACHE_WRITE_HOUR, "cache_creation_input_token_cost_above_1hr",
              Meter.AUDIO_INPUT, "input_cost_per_audio_token",
              Meter.IMAGE_INPUT, "input_cost_per_image_token",
              Meter.OUTPUT, "output_cost_per_token",
              Meter.AUDIO_OUTPUT, "output_cost_per_audio_token",
              Meter.IMAGE_OUTPUT, "output_cost_per_image_token",
              Meter.REQUEST, "input_cost_per_request"));

  /// The names of what is sold by units, in dollars for one.
  private static final Map<String, PricedExtra> UNITS =
      Map.of(
          "output_cost_per_image", PricedExtra.IMAGE,
          "input_cost_per_second", PricedExtra.AUDIO_SECOND,
          "input_cost_per_character", PricedExtra.CHARACTER,
          "input_cost_per_query", PricedExtra.SEARCH_UNIT,
          "ocr_cost_per_page", PricedExtra.PAGE);

  /// The modes of models that are sold by units; a price of a second is that of a machine
  /// elsewhere.
  private static final Set<String> SOLD_BY_UNITS =
      Set.of(
          "image_generation", "image_edit", "audio_transcription", "audio_speech", "rerank", "ocr");

  /// The modes of models of which a picture drawn has a price as if it were read.
  private static final Set<String> DRAWS = Set.of("image_generation", "image_edit");

  /// The beginnings of names that are no models, but a model's size and quality.
  private static final Pattern KIND =
      Pattern.compile("(?:[a-z]+/)?\\d+-x-\\d+/.+|(?:hd|standard|low|medium|high)/.+");

  private static final Pattern TIER = Pattern.compile(".+_above_(\\d+)k_tokens");
  private static final long THOUSAND = 1000;

  /// The names of providers in such tables, with Sluice's; a provider that is not among them keeps
  /// its name.
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "text-completion-openai", "openai",
          "azure_text", "azure",
          "vertex_ai-language-models", "vertex",
          "hosted_vllm", "vllm",
          "ollama_chat", "ollama");

  @Override
  public String name() {
    return "LiteLLM";
  }

  @Override
  public boolean isMeant(@Nullable Object file) {
    return file instanceof Map<?, ?> models
        && models.values().stream()
            .anyMatch(m -> m instanceof Map<?, ?> row && row.get("litellm_provider") != null);
  }

  @Override
  public void read(@Nullable Object file, ForeignTable into) {
    Map<?, ?> models = file instanceof Map<?, ?> map ? map : Map.of();
    models.forEach(
        (name, row) ->
            into.row(String.valueOf(name), () -> rows(String.valueOf(name), row, into.date())));
  }

  private static List<ModelPrice> rows(String name, @Nullable Object value, LocalDate read)
      throws PriceProblem {
    Fields row = Fields.of(value, "litellm_provider and prices");
    String theirs = row.text("litellm_provider", "");
    if (name.equals("sample_spec") || theirs.isEmpty()) {
      return List.of();
    }
    Map<Meter, BigDecimal> base = prices(row, "");
    ExtraPrices units = units(row, base);
    if (base.isEmpty() && !units.hasUnits()) {
      return List.of();
    }
    if (draws(row) && KIND.matcher(model(name, theirs)).matches()) {
      throw new PriceProblem(
          "is a kind of a model's pictures; say it as `image_kind` of the model");
    }
    return List.of(
        new ModelPrice(
            PROVIDERS.getOrDefault(theirs, theirs),
            new ModelPattern(model(name, theirs)),
            LocalDate.EPOCH,
            Rates.of(base),
            tiers(row, base),
            batch(row),
            maxOutput(row),
            units,
            row.text("source", "LiteLLM's table") + " (imported " + read + ")",
            info(row),
            ForeignTable.fit(
                row.number("regional_endpoint_uplift_multiplier").orElse(BigDecimal.ONE), 0)));
  }

  /// What the row says of the model's sizes and kinds; what is no number or list counts as not
  /// said, since prices alone are what such a table is read for.
  private static ModelInfo info(Fields row) {
    return new ModelInfo(
        tokens(row, "max_input_tokens"),
        tokens(row, "max_output_tokens"),
        kinds(row, "supported_modalities"),
        kinds(row, "supported_output_modalities"),
        Map.of());
  }

  private static OptionalLong tokens(Fields row, String name) {
    return row.all().get(name) instanceof BigDecimal said
            && said.scale() <= 0
            && said.precision() < 10
        ? OptionalLong.of(said.longValue())
        : OptionalLong.empty();
  }

  private static List<String> kinds(Fields row, String name) {
    return row.all().get(name) instanceof List<?> said
        ? said.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// The model's name at its provider: that of `gemini/gemini-2.5-pro` is `gemini-2.5-pro`.
  private static String model(String name, String provider) {
    return name.startsWith(provider + "/") ? name.substring(provider.length() + 1) : name;
  }

  private static Map<Meter, BigDecimal> prices(Fields row, String suffix) throws PriceProblem {
    var prices = new EnumMap<Meter, BigDecimal>(Meter.class);
    for (var key : KEYS.entrySet()) {
      int digits = key.getKey().countsTokens() ? 6 : 3;
      row.number(key.getValue() + suffix)
          .ifPresent(price -> prices.put(key.getKey(), ForeignTable.fit(price, digits)));
    }
    return prices;
  }

  /// The prices of units. Pictures that are sold by tokens are not sold by the piece as well, where
  /// such a table tells both.
  private static ExtraPrices units(Fields row, Map<Meter, BigDecimal> base) throws PriceProblem {
    var units = new EnumMap<PricedExtra, BigDecimal>(PricedExtra.class);
    if (!SOLD_BY_UNITS.contains(row.text("mode", ""))) {
      return ExtraPrices.NONE;
    }
    if (base.isEmpty() && draws(row)) {
      row.number("input_cost_per_image")
          .filter(p -> p.signum() > 0)
          .ifPresent(p -> units.put(PricedExtra.IMAGE, thousand(p)));
    }
    for (var key : UNITS.entrySet()) {
      boolean byTokens = key.getValue() == PricedExtra.IMAGE && !base.isEmpty();
      Optional<BigDecimal> price = byTokens ? Optional.empty() : row.number(key.getKey());
      price.filter(p -> p.signum() > 0).ifPresent(p -> units.put(key.getValue(), thousand(p)));
    }
    return units.isEmpty()
        ? ExtraPrices.NONE
        : new ExtraPrices(units, Map.of(), Map.of(), Map.of(), Map.of(), false).checked();
  }

  private static boolean draws(Fields row) throws PriceProblem {
    return DRAWS.contains(row.text("mode", ""));
  }

  private static BigDecimal thousand(BigDecimal price) {
    return ForeignTable.fit(price, 3);
  }

  private static List<Tier> tiers(Fields row, Map<Meter, BigDecimal> base) throws PriceProblem {
    var found = new TreeMap<Long, Tier>();
    for (Object key : row.all().keySet()) {
      Matcher tier = TIER.matcher(String.valueOf(key));
      if (tier.matches()) {
        String suffix = "_above_" + tier.group(1) + "k_tokens";
        long above = Long.parseLong(tier.group(1)) * THOUSAND;
        found.put(above, new Tier(above, Rates.of(SluiceTable.over(base, prices(row, suffix)))));
      }
    }
    return List.copyOf(found.values());
  }

  private static BigDecimal batch(Fields row) throws PriceProblem {
    Optional<BigDecimal> batched = row.number("input_cost_per_token_batches");
    Optional<BigDecimal> usual = row.number("input_cost_per_token").filter(p -> p.signum() > 0);
    return batched.isEmpty() || usual.isEmpty()
        ? BigDecimal.ONE
        : ForeignTable.ratio(batched.get(), usual.get());
  }

  private static OptionalLong maxOutput(Fields row) throws PriceProblem {
    return row.count("max_output_tokens").map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
