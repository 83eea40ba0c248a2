package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.responses.Echo;
import dev.sluice.sim.responses.Responses;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A call of `/responses`, which may go on with an earlier response or in a conversation, and is
/// kept unless it says otherwise.
final class ResponsesCall implements ReadCall {
  private static final String SEALED = "reasoning.encrypted_content";

  private final ResponseStore store;
  private final Clock clock;
  private final String owner;
  private final RequestContent content;
  private final byte[] body;
  private final JsonNode request;
  private final Echo echo;
  private final List<JsonNode> earlier;

  private ResponsesCall(
      Setting setting, RequestContent content, byte[] body, JsonNode request, Echo echo)
      throws Refusal {
    this.store = setting.store();
    this.clock = setting.clock();
    this.owner = setting.owner();
    this.body = body;
    this.request = request;
    this.echo = echo;
    Earlier before = Earlier.of(setting, echo);
    this.earlier = before.items();
    this.content = before.withTokens(content);
  }

  /// The place where responses are kept, and the owner by whose key they are known.
  record Setting(ResponseStore store, Clock clock, String owner) {}

  /// Reads a request.
  ///
  /// @param content what any dialect reads of it
  /// @throws Refusal if it is wrong, or goes on with what there is not
  static ResponsesCall read(Setting setting, RequestContent content, byte[] body, JsonNode request)
      throws Refusal {
    Echo echo = echo(request, setting.owner());
    if (!echo.previous().isEmpty() && !echo.conversation().isEmpty()) {
      throw new Refusal(
          OpenAiError.invalid(
              "previous_response_id",
              "mutually_exclusive_parameters",
              "Mutually exclusive parameters: 'previous_response_id' and 'conversation'."));
    }
    if (echo.background() && !echo.store()) {
      String message = "Background responses require 'store' to be true.";
      throw new Refusal(OpenAiError.invalid("background", null, message));
    }
    var call = new ResponsesCall(setting, content, body, request, echo);
    InputItems.check(call.input(""));
    SealCheck.check(request.path("input"), setting.owner());
    return call;
  }

  private static Echo echo(JsonNode request, String owner) {
    JsonNode conversation = request.path("conversation");
    boolean object = conversation.isObject();
    JsonNode metadata = request.path("metadata");
    return new Echo(
        request.path("previous_response_id").asText(""),
        (object ? conversation.path("id") : conversation).asText(""),
        request.path("store").asBoolean(true),
        request.path("background").asBoolean(false),
        metadata.isObject() ? metadata.toString() : "{}",
        reasoning(request, owner));
  }

  private static Echo.Reasoning reasoning(JsonNode request, String owner) {
    boolean sealed =
        request.path("include").valueStream().anyMatch(what -> what.asText("").equals(SEALED));
    boolean thinks = !request.path("reasoning").path("effort").asText("").equals("none");
    boolean summary = request.path("reasoning").path("summary").isTextual();
    return new Echo.Reasoning(thinks && summary, thinks && sealed, owner);
  }

  @Override
  public RequestContent content() {
    return content;
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) throws Refusal {
    return Responses.reply(
        content,
        body,
        traits,
        headers,
        echo,
        (plan, rendered) -> keep("resp_" + plan.id(), plan, rendered));
  }

  private void keep(String id, AnswerPlan plan, Function<String, byte[]> rendered) {
    if (!echo.store()) {
      return;
    }
    long wait = echo.background() ? plan.pace().total(plan.longest()) : 0;
    long tokens = content.inputTokens() + plan.outputTokens();
    long ready = clock.nanos() + wait;
    List<JsonNode> input = input(plan.id());
    store.keep(id, new StoredResponse(owner, input, tokens, echo, ready, false, rendered));
    ResponseStore.Conversation conversation = store.conversation(echo.conversation(), owner);
    if (conversation != null) {
      conversation.items().addAll(InputItems.of(request.path("input"), plan.id()));
      conversation.items().addAll(Output.items(rendered.apply("")));
    }
  }

  /// Returns all items of the call's input, those of earlier responses included.
  ///
  /// @param id which the ids of its own items are made of
  List<JsonNode> input(String id) {
    List<JsonNode> items = new ArrayList<>(earlier);
    items.addAll(InputItems.of(request.path("input"), id));
    return items;
  }
}
