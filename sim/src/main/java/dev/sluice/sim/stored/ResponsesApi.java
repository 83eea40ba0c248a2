package dev.sluice.sim.stored;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.stored.ResponsesCall.Setting;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Responses API with all that it keeps; the way into this package. Safe for any number of
/// threads.
public final class ResponsesApi {

  private final ResponseStore store = new ResponseStore();
  private final Clock clock;

  /// @param clock of responses that are made in the background
  public ResponsesApi(Clock clock) {
    this.clock = clock;
  }

  /// Reads a call that asks a model.
  ///
  /// @param owner the key that it comes with; empty for none
  /// @throws Refusal if it is wrong, or goes on with what there is not
  public ReadCall call(Operation operation, byte[] body, String owner) throws Refusal {
    RequestContent content = OpenAiApi.read(operation, body);
    ResponsesCall call =
        ResponsesCall.read(new Setting(store, clock, owner), content, body, JsonReading.tree(body));
    return switch (operation) {
      case INPUT_TOKENS -> new CountCall(call.content());
      case COMPACT -> new CompactCall(call.content(), call.input(""), owner);
      default -> call;
    };
  }

  /// Answers what is about something that is kept; null where `path` names no such thing.
  ///
  /// @param path below the base
  /// @param owner the key that it comes with; empty for none
  /// @param id for what is made
  public @Nullable HttpReply answer(
      ReceivedRequest request, String path, String owner, String id, List<Header> headers) {
    String[] parts = path.substring(1).split("/", -1);
    KeptRequest kept = new KeptRequest(store, clock.nanos(), owner, request);
    byte[] json =
        switch (parts[0]) {
          case "responses" -> parts.length > 1 ? kept.response(parts) : null;
          case "conversations" -> kept.conversation(parts, id, clock.wall().getEpochSecond());
          default -> null;
        };
    OpenAiError error = kept.error();
    if (json == null) {
      return error == null ? null : error.reply(headers);
    }
    return HttpReply.json(headers, 0, json);
  }
}
