package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Map;
import java.util.Optional;

/// The sum of the tokens that one answer says it has used, which are believed only where they make
/// sense. Anthropic tells apart what was read afresh, from its cache and into it; a later report
/// overrides the numbers that it names. Confined to the loop.
final class MessageUsage implements JsonWalker.Listener<MessageUsage.Count> {
  /// The kind of tokens that a number counts.
  enum Count {
    FRESH,
    READ,
    WRITTEN,
    WRITTEN_HOUR,
    OUTPUT,
    THINKING,
    SEARCHES,
    FETCHES,
    PROGRAMS,
    SERVICE_TIER,
    SPEED,
    REGION
  }

  private static final JsonSelector<Count> USAGE =
      JsonSelector.object(
          Map.ofEntries(
              Map.entry("server_tool_use", serverTools()),
              Map.entry("service_tier", JsonSelector.kept(Count.SERVICE_TIER)),
              Map.entry("speed", JsonSelector.kept(Count.SPEED)),
              Map.entry("inference_geo", JsonSelector.kept(Count.REGION)),
              Map.entry("input_tokens", JsonSelector.kept(Count.FRESH)),
              Map.entry("cache_read_input_tokens", JsonSelector.kept(Count.READ)),
              Map.entry("cache_creation_input_tokens", JsonSelector.kept(Count.WRITTEN)),
              Map.entry(
                  "cache_creation",
                  JsonSelector.object(
                      Map.of("ephemeral_1h_input_tokens", JsonSelector.kept(Count.WRITTEN_HOUR)))),
              Map.entry("output_tokens", JsonSelector.kept(Count.OUTPUT)),
              Map.entry(
                  "output_tokens_details",
                  JsonSelector.object(
                      Map.of("thinking_tokens", JsonSelector.kept(Count.THINKING))))));

  private static JsonSelector<Count> serverTools() {
    return JsonSelector.object(
        Map.of(
            "web_search_requests", JsonSelector.kept(Count.SEARCHES),
            "web_fetch_requests", JsonSelector.kept(Count.FETCHES),
            "code_execution_requests", JsonSelector.kept(Count.PROGRAMS)));
  }

  private final JsonWalker<Count> walker = new JsonWalker<>(USAGE, this);

  private long fresh;
  private long cacheRead;
  private long cacheWritten;
  private long writtenHour;
  private long thinking;
  private long output;
  private boolean tellsInput;
  private boolean tellsOutput;
  private boolean absurd;
  private final ToldExtras extras = new ToldExtras();
  private long searches;
  private long fetches;

  // What the answer shows, which its usage tells again.
  private long searchBlocks;
  private long fetchBlocks;
  private boolean programs;

  /// Reads one report, and adds it to those before.
  ///
  /// @param found the usage object
  /// @param last whether this is the usage of the whole answer; else it cannot tell the output yet
  /// @return the usage so far; empty where it makes no sense
  Optional<UsageReport> read(JsonWalker<?> found, boolean last) {
    tellsOutput = false;
    found.show(walker);
    return absurd ? Optional.empty() : Optional.of(report(last && tellsOutput));
  }

  private UsageReport report(boolean written) {
    return new UsageReport(
        UsageReport.count(tellsInput, fresh + cacheRead + cacheWritten),
        UsageReport.count(written, output),
        cacheRead,
        parts());
  }

  /// Counts the use of a tool that the provider runs.
  void serverTool(String name) {
    switch (name) {
      case "web_search" -> extras.atLeast(PricedExtra.WEB_SEARCH, ++searchBlocks);
      case "web_fetch" -> extras.atLeast(PricedExtra.WEB_FETCH, ++fetchBlocks);
      default -> programs |= name.endsWith("code_execution");
    }
  }

  /// The extras used beside tokens so far. Programs are free beside searches and fetched pages.
  Usage.Extras extras() {
    if (programs && (searches | fetches | searchBlocks | fetchBlocks) == 0) {
      extras.atLeast(PricedExtra.CODE_EXECUTION, 1);
    }
    return extras.extras();
  }

  private Usage.Parts parts() {
    if ((cacheWritten | thinking) == 0) {
      return Usage.Parts.NONE;
    }
    long hour = Math.min(writtenHour, cacheWritten);
    return new Usage.Parts(cacheWritten - hour, hour, 0, 0, 0, 0, Math.min(thinking, output));
  }

  @Override
  public void found(Count what, JsonWalker<Count> value) {
    if (value.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case SERVICE_TIER -> extras.serviceTier(value.text());
      case SPEED -> extras.speed(value.text());
      case REGION -> extras.region(value.text());
      case SEARCHES -> {
        searches = Math.max(searches, value.count());
        extras.atLeast(PricedExtra.WEB_SEARCH, searches);
      }
      case FETCHES -> {
        fetches = Math.max(fetches, value.count());
        extras.atLeast(PricedExtra.WEB_FETCH, fetches);
      }
      case PROGRAMS -> programs |= value.count() > 0;
      default -> tokens(what, value.count());
    }
  }

  private void tokens(Count what, long tokens) {
    absurd |= tokens < 0 || tokens > UsageReport.TOKENS_MAX;
    switch (what) {
      case FRESH -> {
        fresh = tokens;
        tellsInput = true;
      }
      case READ -> cacheRead = tokens;
      case WRITTEN -> cacheWritten = tokens;
      case WRITTEN_HOUR -> writtenHour = tokens;
      case OUTPUT -> {
        output = tokens;
        tellsOutput = true;
      }
      case THINKING -> thinking = tokens;
      default -> throw new IllegalArgumentException(what + " counts no tokens");
    }
  }
}
