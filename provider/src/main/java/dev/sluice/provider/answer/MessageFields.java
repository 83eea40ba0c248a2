package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Optional;

/// The fields found in one event, or in one whole answer, of Anthropic's dialect. The usage so far
/// is kept from event to event: the last report is added to the first. Confined to the loop.
final class MessageFields extends JsonFields<MessageField> {
  private final boolean counts;
  private final MessageUsage used = new MessageUsage();

  private boolean blocks;
  private String type = "";

  // Of the current block.
  private String blockType = "";
  private String blockName = "";

  private String request = "";

  /// @param counts whether the answer is a count of tokens
  MessageFields(boolean counts) {
    super(MessageField.ANSWER, MessageField.ERROR);
    this.counts = counts;
  }

  @Override
  public void clear() {
    super.clear();
    blocks = false;
    type = "";
    request = "";
  }

  @Override
  public void found(MessageField what, JsonWalker<MessageField> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case TYPE -> type = walker.text();
      case CONTENT -> said(walker);
      case BLOCK -> endBlock();
      case BLOCK_TYPE -> blockType = walker.text();
      case BLOCK_NAME -> {
        blockName = walker.text();
        said(walker);
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

  @Override
  public boolean alive() {
    return type.equals("ping");
  }

  @Override
  public boolean contentful() {
    return content || blocks;
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
  public Usage.Extras extras() {
    return used.extras();
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
