package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields found in one event, or in one whole answer, of OpenAI's dialect. Confined to the
/// loop.
public final class AnswerFields extends JsonFields<AnswerField> {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  /// The evidence of the answer that these fields belong to.
  private final @Nullable StreamEvidence evidence;

  private final AnswerEdits edits;
  private final Tells tells;

  /// The tokens that were told; null until some were, since most events tell none.
  private @Nullable UsageReader counts;

  /// The extras that were told; null until there are some, since few answers use anything beside
  /// tokens.
  private @Nullable ToldExtras extras;

  /// The items of a response; null until there is one, since chats have none.
  private @Nullable OutputItems outputItems;

  /// Whether the current event has an item, which is judged by the event's name.
  private boolean hasItem;

  private boolean items;
  private boolean usageSaid;

  /// Whether there are choices, or an empty list of them, and no choice says anything.
  private boolean choices;

  private boolean quiet = true;

  /// Whether no choice says anything, where a choice may name its role beside an empty text.
  private boolean empty = true;

  // State of the current choice.
  private int index;
  private boolean nothingNew;
  private boolean emptyText;
  private boolean said;
  private boolean finished;

  private String finish = "";
  private String type = "";

  private String code = "";
  private String message = "";

  /// The subject of an answer.
  public enum Tells {
    /// The words of a model in this answer.
    WHAT_IS_SAID,
    /// A number of tokens; the count itself uses no tokens.
    A_COUNT,
    /// State that the provider holds: usage and failures in it are those of an earlier call.
    WHAT_IS_HELD
  }

  /// The fields of an answer whose parts are not compared.
  public AnswerFields() {
    this(null, AnswerEdits.NONE, Tells.WHAT_IS_SAID);
  }

  /// @param evidence receives the end of each choice
  /// @param edits the edits of the answer
  public AnswerFields(@Nullable StreamEvidence evidence, AnswerEdits edits, Tells tells) {
    super(edits.shape(), AnswerField.ERROR);
    this.evidence = evidence;
    this.edits = edits;
    this.tells = tells;
  }

  /// The fields of one whole answer.
  public static AnswerFields of(String body) {
    AnswerFields findings = new AnswerFields();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    findings.feed(bytes, 0, bytes.length);
    return findings;
  }

  @Override
  public byte[] lastWord() {
    return DONE;
  }

  @Override
  public List<DataEdit> edits() {
    return edits.edits();
  }

  @Override
  public void dropEdits() {
    edits.dropEdits();
  }

  @Override
  public boolean mayEdit() {
    return edits.mayEdit();
  }

  @Override
  public void clear() {
    super.clear();
    edits.clear();
    items = false;
    usageSaid = false;
    choices = false;
    quiet = true;
    empty = true;
    beginChoice();
    finish = "";
    type = "";
    code = "";
    message = "";
    hasItem = false;
    if (counts != null) {
      counts.clear();
    }
    if (outputItems != null) {
      outputItems.clear();
    }
  }

  @Override
  public void found(AnswerField what, JsonWalker<AnswerField> walker) {
    switch (what) {
      case TOOL_CALL, TOOL_INDEX, TOOL_ID, TOOL_NAME, TOOL_ARGUMENTS, HELD_NAME, NAME_BEFORE ->
          edits.found(what, walker);
      case ERROR -> {
        // An error in what the provider holds is none of this answer.
        if (tells == Tells.WHAT_IS_HELD) {
          edits.found(what, walker);
        } else if (walker.kind() != JsonKind.NULL) {
          error = FoundError.of(walker);
        }
      }
      default -> {
        if (walker.kind() != JsonKind.NULL) {
          value(what, walker);
        }
      }
    }
  }

  private void value(AnswerField what, JsonWalker<AnswerField> walker) {
    switch (what) {
      case CONTENT -> content(walker);
      case ITEMS -> items |= !walker.empty();
      case DELTA -> nothingNew = walker.kind() == JsonKind.OBJECT && walker.empty();
      case CHOICE_INDEX -> index = index(walker.count());
      case CHOICE -> endChoice();
      case CHOICES -> choices = walker.kind() == JsonKind.ARRAY;
      case FINISH -> finish(walker.text());
      case USAGE -> usageEnds();
      case TYPE -> type(walker.text());
      case SERVICE_TIER -> told().serviceTier(walker.text());
      case TRAFFIC -> told().traffic(walker.text());
      case SEARCHES -> told().atLeast(PricedExtra.WEB_SEARCH, walker.count());
      case ITEM -> hasItem = true;
      case LISTED_ITEM -> items().endListed();
      case ITEM_TYPE -> items().type(walker.text());
      case ITEM_ACTION -> items().action(walker.text());
      case ITEM_ENVIRONMENT -> items().environment(walker.text());
      case CODE -> code = walker.raw();
      case MESSAGE -> message = walker.raw();
      default -> counts().found(what, walker);
    }
  }

  private void type(String name) {
    type = name;
    if (evidence != null && name.startsWith("response.")) {
      evidence.response();
    }
  }

  private OutputItems items() {
    OutputItems current = outputItems;
    if (current == null) {
      current = new OutputItems(told());
      outputItems = current;
    }
    return current;
  }

  private ToldExtras told() {
    ToldExtras current = extras;
    if (current == null) {
      current = new ToldExtras();
      extras = current;
    }
    return current;
  }

  /// Takes the finish reason of a choice. Some providers say "" until there is a reason.
  private void finish(String reason) {
    if (!reason.isEmpty()) {
      finish = reason;
      finished = true;
    }
  }

  private void endChoice() {
    if (evidence != null) {
      evidence.choice(index, finished);
    }
    edits.endChoice(index);
    boolean silent = !said && !finished;
    empty &= (nothingNew || emptyText) && silent;
    quiet &= nothingNew && silent;
    beginChoice();
  }

  private void beginChoice() {
    index = 0;
    nothingNew = false;
    emptyText = false;
    said = false;
    finished = false;
  }

  private static int index(long count) {
    return count < 0 || count > Integer.MAX_VALUE ? 0 : (int) count;
  }

  private void content(JsonWalker<AnswerField> walker) {
    boolean text = walker.kind() == JsonKind.STRING;
    if (text || walker.kind() == JsonKind.OBJECT || walker.kind() == JsonKind.ARRAY) {
      contentBytes += text ? walker.length() : 0;
      content |= !walker.empty();
      said |= !walker.empty();
      nothingNew |= text && walker.empty();
      emptyText |= text && walker.empty();
    }
  }

  private void usageEnds() {
    usageSaid = true;
    usage = counts().take();
  }

  private UsageReader counts() {
    if (counts == null) {
      counts = new UsageReader();
    }
    return counts;
  }

  @Override
  public boolean meaningful() {
    return content || type.endsWith(".done") || type.endsWith(".partial_image");
  }

  @Override
  public boolean contentful() {
    return content || items || tells != Tells.WHAT_IS_SAID;
  }

  @Override
  public long contentBytes() {
    return tells == Tells.WHAT_IS_SAID ? contentBytes : 0;
  }

  /// Whether the answer says that it is complete. One choice of several is enough: providers differ
  /// in how they end the others, and the purpose is to recognise a cut.
  @Override
  public boolean terminated() {
    return endsAnswer() || !finish.isEmpty();
  }

  /// Whether this is the last event of the Responses API, which has no other terminator.
  @Override
  public boolean endsAnswer() {
    return switch (type) {
      case "response.completed", "response.incomplete", "response.failed" -> true;
      default -> false;
    };
  }

  @Override
  public boolean tellsUsage() {
    return usageSaid;
  }

  /// Whether this is a chunk with usage and no more: it has no choices, or only such as say nothing
  /// (LiteLLM's), which behind a finish may name the role once more (OpenRouter's).
  ///
  /// @param finished whether a chunk before it has reported a finish
  @Override
  public boolean usageAlone(boolean finished) {
    return choices && usageSaid && (finished ? empty : quiet);
  }

  @Override
  public boolean failedResponse() {
    return type.equals("response.failed");
  }

  @Override
  public Optional<UsageReport> usage() {
    if (tells != Tells.WHAT_IS_SAID) {
      return Optional.of(UsageReport.NOTHING);
    }
    // Embeddings report no output.
    return items && !content ? usage.map(UsageReport::withoutText) : usage;
  }

  @Override
  public Usage.Extras extras() {
    if (hasItem) {
      hasItem = false;
      items().endItem(type.equals("response.output_item.done"));
    }
    return extras != null && tells == Tells.WHAT_IS_SAID ? extras.extras() : Usage.Extras.NONE;
  }

  @Override
  public String error(boolean named) {
    if (failed()) {
      return "{\"error\":" + error + "}";
    }
    if (named || type.equals("error")) {
      return "{\"error\":{\"code\":" + orNull(code) + ",\"message\":" + orNull(message) + "}}";
    }
    return finish.equals("error") ? "{\"error\":{\"message\":\"finish reason: error\"}}" : "";
  }

  private static String orNull(String raw) {
    return raw.isEmpty() ? "null" : raw;
  }
}
