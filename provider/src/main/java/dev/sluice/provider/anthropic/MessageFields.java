package dev.sluice.provider.anthropic;

import dev.sluice.call.Usage;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.answer.FoundError;
import dev.sluice.provider.answer.JsonFields;
import dev.sluice.provider.answer.UsageReport;
import java.util.Optional;

/// The fields found in one event, or in one whole answer, of Anthropic's dialect. The usage so far
/// is kept from event to event: the last report is added to the first. Confined to the loop.
final class MessageFields extends JsonFields<MessageField> {
  private final boolean counts;
  private final MessageUsage used = new MessageUsage();

  private boolean content;
  private boolean blocks;
  private long contentBytes;
  private String type = "";

  // Of the current block.
  private String blockType = "";
  private String blockName = "";

  /// The error as it was written; empty where there is none.
  private String error = "";

  private String request = "";

  private Optional<UsageReport> usage = Optional.empty();

  /// @param counts whether the answer is a count of tokens
  MessageFields(boolean counts) {
    super(MessageField.ANSWER);
    this.counts = counts;
  }

  @Override
  public void clear() {
    super.clear();
    content = false;
    blocks = false;
    contentBytes = 0;
    type = "";
    error = "";
    request = "";
    usage = Optional.empty();
  }

  @Override
  public void found(MessageField what, JsonWalker<MessageField> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case TYPE -> type = walker.text();
      case CONTENT -> content(walker);
      case BLOCK -> endBlock();
      case BLOCK_TYPE -> blockType = walker.text();
      case BLOCK_NAME -> {
        blockName = walker.text();
        content(walker);
      }
      case BLOCKS -> blocks |= walker.kind() == JsonKind.ARRAY && !walker.empty();
      case USAGE_SO_FAR -> usage = used.read(walker, false);
      case USAGE -> usage = used.read(walker, true);
      case ERROR -> error = FoundError.of(walker);
      case REQUEST -> request = walker.raw();
      case COUNT -> {
        blocks |= counts;
        usage = counts ? Optional.of(UsageReport.NOTHING) : usage;
      }
    }
  }

  private void endBlock() {
    if (blockType.equals("server_tool_use")) {
      used.serverTool(blockName);
    }
    blockType = "";
    blockName = "";
  }

  private void content(JsonWalker<MessageField> walker) {
    content |= !walker.empty();
    contentBytes += walker.kind() == JsonKind.STRING ? walker.length() : 0;
  }

  @Override
  public boolean meaningful() {
    return content;
  }

  @Override
  public boolean alive() {
    return type.equals("ping");
  }

  @Override
  public boolean contentful() {
    return content || blocks;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  /// Whether the answer says that it is complete. A stop reason is not enough, since the stream
  /// goes on behind it.
  @Override
  public boolean terminated() {
    return type.equals("message_stop");
  }

  @Override
  public boolean endsAnswer() {
    return terminated();
  }

  @Override
  public boolean tellsUsage() {
    return usage.isPresent();
  }

  @Override
  public Optional<UsageReport> usage() {
    return usage;
  }

  @Override
  public Usage.Extras extras() {
    return used.extras();
  }

  @Override
  public boolean failed() {
    return !error.isEmpty();
  }

  @Override
  public boolean failing() {
    return failed() || keeping() == MessageField.ERROR;
  }

  @Override
  public String error(boolean named) {
    if (!error.isEmpty()) {
      String id = request.isEmpty() ? "" : ",\"request_id\":" + request;
      return "{\"type\":\"error\",\"error\":" + error + id + "}";
    }
    return named || type.equals("error")
        ? "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"an error event\"}}"
        : "";
  }
}
