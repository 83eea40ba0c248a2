package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Map;
import java.util.Optional;

/// A reader of the tokens that an answer says it has used, which are believed only where they make
/// sense. Each report of a stream includes all before it. Cached tokens are a part of the prompt;
/// thoughts are counted beside what the candidates say. Lists tell how much of each was sound or a
/// picture (a film is pictures, a document text), cached tokens included. Confined to the loop.
final class GenerateUsage implements JsonWalker.Listener<GenerateUsage.Count> {
  /// The kind of tokens that a number counts.
  enum Count {
    PROMPT,
    /// The tokens that tools of the provider have found, which the model has read.
    TOOLS,
    CACHED,
    CANDIDATES,
    THOUGHTS,
    /// An entry of a list, reported behind its modality and its tokens: of the prompt, or of what
    /// tools have found.
    READ,
    /// An entry of the list of cached tokens.
    READ_CACHED,
    /// An entry of the list of the candidates' tokens.
    WRITTEN,
    MODALITY,
    TOKENS,
    /// The service tier that has answered.
    SERVICE_TIER,
    TRAFFIC
  }

  private static JsonSelector<Count> details(Count entry) {
    return JsonSelector.array(
        JsonSelector.objectTold(
            entry,
            Map.of(
                "modality", JsonSelector.kept(Count.MODALITY),
                "tokenCount", JsonSelector.kept(Count.TOKENS))));
  }

  private static final JsonSelector<Count> USAGE =
      JsonSelector.object(
          Map.ofEntries(
              Map.entry("serviceTier", JsonSelector.kept(Count.SERVICE_TIER)),
              Map.entry("trafficType", JsonSelector.kept(Count.TRAFFIC)), // Vertex AI
              Map.entry("promptTokenCount", JsonSelector.kept(Count.PROMPT)),
              Map.entry("promptTokensDetails", details(Count.READ)),
              Map.entry("toolUsePromptTokenCount", JsonSelector.kept(Count.TOOLS)),
              Map.entry("toolUsePromptTokensDetails", details(Count.READ)),
              Map.entry("cachedContentTokenCount", JsonSelector.kept(Count.CACHED)),
              Map.entry("cacheTokensDetails", details(Count.READ_CACHED)),
              Map.entry("candidatesTokenCount", JsonSelector.kept(Count.CANDIDATES)),
              Map.entry("candidatesTokensDetails", details(Count.WRITTEN)),
              Map.entry("thoughtsTokenCount", JsonSelector.kept(Count.THOUGHTS))));

  private final ToldExtras extras;
  private final JsonWalker<Count> walker = new JsonWalker<>(USAGE, this);

  /// @param extras the extras that are told what else the usage says
  GenerateUsage(ToldExtras extras) {
    this.extras = extras;
  }

  private long input;
  private long output;
  private long cached;
  private long thoughts;
  private boolean absurd;
  private boolean tellsInput;
  private boolean tellsOutput;

  // By modality; of the input without what was cached.
  private long heard;
  private long saw;
  private long spoke;
  private long drew;

  // Of the current entry of a list.
  private String modality = "";
  private long tokens;

  /// Reads the usage in one report; empty where it makes no sense.
  ///
  /// @param found the usage object
  Optional<UsageReport> read(JsonWalker<?> found) {
    clear();
    found.show(walker);
    return absurd ? Optional.empty() : Optional.of(report());
  }

  private UsageReport report() {
    return new UsageReport(
        UsageReport.count(tellsInput, input),
        UsageReport.count(tellsOutput, output),
        tellsInput ? Math.min(cached, input) : cached,
        parts());
  }

  private void clear() {
    input = 0;
    output = 0;
    cached = 0;
    thoughts = 0;
    absurd = false;
    tellsInput = false;
    tellsOutput = false;
    heard = 0;
    saw = 0;
    spoke = 0;
    drew = 0;
    entryEnds();
  }

  private void entryEnds() {
    modality = "";
    tokens = 0;
  }

  /// The parts of the usage, as far as the counts of input and output have room for them.
  private Usage.Parts parts() {
    long fresh = Math.max(0, input - cached);
    long audio = Math.clamp(heard, 0, fresh);
    long image = Math.clamp(saw, 0, fresh - audio);
    long spoken = Math.clamp(spoke, 0, output);
    long drawn = Math.clamp(drew, 0, output - spoken);
    boolean none = (audio | image | spoken | drawn | thoughts) == 0;
    return none
        ? Usage.Parts.NONE
        : new Usage.Parts(0, 0, audio, image, spoken, drawn, Math.min(thoughts, output));
  }

  @Override
  public void found(Count what, JsonWalker<Count> value) {
    if (value.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case READ -> read(1);
      case READ_CACHED -> read(-1);
      case WRITTEN -> written();
      case SERVICE_TIER -> extras.serviceTier(value.text());
      case TRAFFIC -> extras.traffic(value.text());
      case MODALITY -> modality = value.kind() == JsonKind.STRING ? value.text() : "";
      case TOKENS -> tokens = count(value);
      default -> total(what, count(value));
    }
  }

  private long count(JsonWalker<Count> value) {
    long count = value.count();
    absurd |= count < 0 || count > UsageReport.TOKENS_MAX;
    return count;
  }

  /// Adds the current entry of a list to the parts of the input.
  ///
  /// @param sign 1 for parts of what was read, -1 for those of it that were cached
  private void read(int sign) {
    switch (modality) {
      case "AUDIO" -> heard += sign * tokens;
      case "IMAGE", "VIDEO" -> saw += sign * tokens;
      default -> {}
    }
    entryEnds();
  }

  private void written() {
    switch (modality) {
      case "AUDIO" -> spoke += tokens;
      case "IMAGE" -> drew += tokens;
      default -> {}
    }
    entryEnds();
  }

  private void total(Count what, long count) {
    switch (what) {
      case PROMPT -> {
        input += count;
        tellsInput = true;
      }
      case TOOLS -> input += count;
      case CACHED -> cached = count;
      case THOUGHTS -> {
        thoughts = count;
        output += count;
        tellsOutput = true;
      }
      case CANDIDATES -> {
        output += count;
        tellsOutput = true;
      }
      default -> throw new IllegalArgumentException(what + " is no total");
    }
  }
}
