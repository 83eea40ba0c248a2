package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Map;
import java.util.Optional;

/// The fields found in a rerank: Cohere's and Jina's `results`, Voyage's `data`, NIM's `rankings`.
/// Confined to the loop.
final class RerankFields extends JsonFields<RerankFields.Found> {
  /// The fields of an answer that matter.
  enum Found {
    RANKED,
    TOKENS,
    UNITS,
    ERROR,
    MESSAGE
  }

  private static final JsonSelector<Found> ANSWER =
      JsonSelector.object(
          Map.of(
              "results", JsonSelector.reported(Found.RANKED),
              "data", JsonSelector.reported(Found.RANKED),
              "rankings", JsonSelector.reported(Found.RANKED),
              "error", JsonSelector.kept(Found.ERROR),
              "message", JsonSelector.kept(Found.MESSAGE),
              "detail", JsonSelector.kept(Found.MESSAGE),
              "usage", counts("total_tokens", Found.TOKENS),
              "meta",
                  JsonSelector.object(
                      Map.of(
                          "billed_units", counts("search_units", Found.UNITS),
                          "tokens", counts("input_tokens", Found.TOKENS)))));

  private final ToldExtras extras = new ToldExtras();
  private boolean ranked;
  private String message = "";

  RerankFields() {
    super(ANSWER, Found.ERROR);
  }

  private static JsonSelector<Found> counts(String name, Found tag) {
    return JsonSelector.object(Map.of(name, JsonSelector.kept(tag)));
  }

  @Override
  public void clear() {
    super.clear();
    ranked = false;
    message = "";
  }

  @Override
  public void found(Found what, JsonWalker<Found> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case RANKED -> ranked |= walker.kind() == JsonKind.ARRAY;
      case TOKENS -> tokens(walker.count());
      case UNITS -> extras.atLeast(PricedExtra.SEARCH_UNIT, walker.count());
      case ERROR -> error = FoundError.of(walker);
      case MESSAGE -> message = FoundError.of(walker);
    }
  }

  private void tokens(long tokens) {
    if (tokens >= 0 && tokens <= UsageReport.TOKENS_MAX) {
      usage = Optional.of(UsageReport.of(tokens, 0));
    }
  }

  @Override
  public Usage.Extras extras() {
    return extras.extras();
  }

  @Override
  public boolean contentful() {
    return ranked;
  }

  @Override
  public boolean terminated() {
    return false;
  }

  @Override
  public boolean failed() {
    return !ranked && (super.failed() || !message.isEmpty());
  }

  @Override
  public boolean failing() {
    return super.failing() && !ranked;
  }

  @Override
  public String error(boolean named) {
    if (!failed()) {
      return "";
    }
    return error.isEmpty() ? "{\"message\":" + message + "}" : "{\"error\":" + error + "}";
  }
}
