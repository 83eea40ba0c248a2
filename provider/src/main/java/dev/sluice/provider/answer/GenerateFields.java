package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Optional;

/// The fields found in one event, or in one whole answer, of Gemini's dialect. A stream has neither
/// names of events nor a last word: it is complete when each candidate that it has brought has
/// ended, or the prompt was blocked; events may still follow. Confined to the loop.
final class GenerateFields extends JsonFields<GenerateField> {
  /// The last candidate that has a bit of its own; all candidates beyond share it.
  private static final int LAST = Long.SIZE - 1;

  private static final String UNSPECIFIED = "_UNSPECIFIED";

  private final boolean draws;
  private final ToldExtras extras = new ToldExtras();
  private final GenerateUsage used = new GenerateUsage(extras);

  // Of the whole answer: which candidates have been seen, and which have ended.
  private long seen;
  private long ended;
  private boolean blocked;

  // Of the current event.
  private boolean subject;
  private boolean ends;
  private long queries;
  private long read;

  // Of the current prediction.
  private boolean told;

  /// How many pictures were predicted.
  private long pictures;

  // Of the current candidate.
  private int index;
  private boolean finish;

  /// @param draws whether the answers are pictures, of which there may be none: those that are not
  ///   allowed are left out
  GenerateFields(boolean draws) {
    super(GenerateField.ANSWER, GenerateField.ERROR);
    this.draws = draws;
  }

  @Override
  public void clear() {
    super.clear();
    subject = false;
    ends = false;
    queries = 0;
    pictures = 0;
    read = 0;
    told = false;
    index = 0;
    finish = false;
  }

  @Override
  public void found(GenerateField what, JsonWalker<GenerateField> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case CONTENT -> said(walker);
      case PROGRAM -> {
        said(walker);
        extras.atLeast(PricedExtra.CODE_EXECUTION, 1);
      }
      case QUERY -> query();
      case PLACE -> extras.atLeast(PricedExtra.MAPS, 1);
      case CANDIDATE_INDEX -> index = Math.clamp(walker.count(), 0, LAST);
      case FINISH -> finish = isReason(walker);
      case CANDIDATE -> candidate();
      case BLOCK -> block(isReason(walker));
      case USAGE -> usage = used.read(walker);
      case ERROR -> error = FoundError.of(walker);
      case COUNT -> {
        subject = true;
        usage = Optional.of(UsageReport.NOTHING);
      }
      case EMBEDDINGS -> subject |= !walker.empty();
      case INPUT_TOKENS -> {
        read(walker.count());
        told = true;
      }
      case PREDICTION -> prediction();
      case PICTURE -> pictures += walker.empty() ? 0 : 1;
    }
  }

  /// Adds the tokens of one input, as far as they make sense.
  private void read(long tokens) {
    read = tokens < 0 || read < 0 ? -1 : Math.min(UsageReport.TOKENS_MAX + 1, read + tokens);
    boolean sane = read >= 0 && read <= UsageReport.TOKENS_MAX;
    usage = sane ? Optional.of(UsageReport.of(read, 0)) : Optional.empty();
  }

  /// The tokens of some inputs are not those of all.
  private void prediction() {
    if (!told) {
      read(-1);
    }
    told = false;
  }

  private void query() {
    queries++;
    extras.atLeast(PricedExtra.WEB_SEARCH, queries);
    extras.atLeast(PricedExtra.GROUNDING, 1);
  }

  private void candidate() {
    long bit = 1L << index;
    seen |= bit;
    ended |= finish ? bit : 0;
    ends |= finish;
    index = 0;
    finish = false;
  }

  private void block(boolean reason) {
    blocked |= reason;
    ends |= reason;
  }

  private static boolean isReason(JsonWalker<GenerateField> walker) {
    return walker.kind() == JsonKind.STRING
        && !walker.empty()
        && !walker.text().endsWith(UNSPECIFIED);
  }

  @Override
  public boolean contentful() {
    return content || subject;
  }

  @Override
  public boolean terminated() {
    return ends && (blocked || seen == ended);
  }

  @Override
  public Optional<UsageReport> usage() {
    return subject ? usage.map(UsageReport::withoutText) : usage;
  }

  @Override
  public Usage.Extras extras() {
    if (draws) {
      extras.told(PricedExtra.IMAGE, pictures);
    }
    return extras.extras();
  }

  @Override
  public String error(boolean named) {
    if (!error.isEmpty()) {
      return "{\"error\":" + error + "}";
    }
    return named ? "{\"error\":{\"code\":500,\"message\":\"an error event\"}}" : "";
  }
}
