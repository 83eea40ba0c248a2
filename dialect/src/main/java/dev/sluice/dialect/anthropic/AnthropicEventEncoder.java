package dev.sluice.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.Ids;

/// An encoder of a stream of Messages' events. The input is not known at the start; the last
/// `message_delta` tells it.
///
/// Belongs to one thread.
final class AnthropicEventEncoder implements EventEncoder {
  private final JsonOutput out;
  private final AnswerTerms terms;
  private BlockKind open = BlockKind.TEXT;
  private int index;

  public AnthropicEventEncoder(AnswerTerms terms, HeldRoom room) {
    out = new JsonOutput(room.meter());
    this.terms = terms;
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> start(start);
      case HubEvent.Ping _ -> end(begin("ping"));
      case HubEvent.Dropped dropped -> out.plain(dropped.comment());
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> delta(delta.text());
      case HubEvent.Seal seal -> seal(seal.token());
      case HubEvent.Cited _ -> {}
      case HubEvent.Close _ -> end(begin("content_block_stop").field("index", index++));
      case HubEvent.Searched searched -> searched(searched.search());
      case HubEvent.Finish finish -> finish(finish);
    }
  }

  @Override
  public byte[] take() {
    return out.take();
  }

  private JsonOutput begin(String type) {
    out.plain("event: ").plain(type).plain("\ndata: ");
    return out.open('{').field("type", type);
  }

  private static void end(JsonOutput out) {
    out.close('}').plain("\n\n");
  }

  private void start(HubEvent.Start start) {
    begin("message_start").name("message").open('{');
    out.field("id", Ids.answer("msg_", start.id())).field("type", "message");
    out.field("role", "assistant");
    out.field("model", start.model().isEmpty() ? terms.model() : start.model());
    out.name("content").open('[').close(']').name("stop_reason").nothing();
    out.name("stop_sequence").nothing().name("usage");
    AnthropicUsage.write(out, start.usage());
    end(out.close('}'));
  }

  private void open(HubEvent.Open block) {
    open = block.kind();
    if (open != BlockKind.REDACTED) {
      blockStart(block, "");
    }
  }

  /// Begins a block.
  ///
  /// @param data the data of a block whose content is hidden
  private void blockStart(HubEvent.Open block, String data) {
    begin("content_block_start").field("index", index).name("content_block").open('{');
    switch (block.kind()) {
      case TEXT, DECLINED -> out.field("type", "text").field("text", "");
      case THINKING -> out.field("type", "thinking").field("thinking", "").field("signature", "");
      case REDACTED -> out.field("type", "redacted_thinking").field("data", data);
      case TOOL_CALL -> call(block);
    }
    end(out.close('}'));
  }

  private void call(HubEvent.Open call) {
    out.field("type", "tool_use").field("id", Ids.call(call.id()));
    out.field("name", terms.names().original(call.name()));
    out.name("input").open('{').close('}');
  }

  private void delta(String more) {
    switch (open) {
      case TEXT, DECLINED -> delta("text_delta", "text", more);
      case THINKING -> delta("thinking_delta", "thinking", more);
      case TOOL_CALL -> delta("input_json_delta", "partial_json", more);
      case REDACTED -> {}
    }
  }

  private void delta(String type, String name, String more) {
    begin("content_block_delta").field("index", index).name("delta").open('{');
    end(out.field("type", type).field(name, more).close('}'));
  }

  private void seal(String token) {
    if (open == BlockKind.REDACTED) {
      blockStart(new HubEvent.Open(open, "", ""), token);
    } else {
      delta("signature_delta", "signature", token);
    }
  }

  private void searched(ContentBlock.Search search) {
    begin("content_block_start").field("index", index).name("content_block");
    AnthropicSearches.call(out, search.id());
    end(out.raw(RawJson.EMPTY_OBJECT).close('}'));
    var input = new JsonOutput();
    AnthropicSearches.input(input, search);
    delta("input_json_delta", "partial_json", new String(input.bytes(), UTF_8));
    end(begin("content_block_stop").field("index", index++));
    begin("content_block_start").field("index", index).name("content_block");
    AnthropicSearches.result(out, search);
    end(out);
    end(begin("content_block_stop").field("index", index++));
  }

  private void finish(HubEvent.Finish finish) {
    begin("message_delta").name("delta").open('{');
    out.field("stop_reason", AnthropicStops.write(finish.stop()));
    out.nullable("stop_sequence", finish.stopSequence()).close('}').name("usage");
    AnthropicUsage.write(out, finish.usage());
    end(out);
    end(begin("message_stop"));
  }
}
