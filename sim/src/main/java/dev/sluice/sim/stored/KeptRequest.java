package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.stored.ResponseStore.Conversation;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Answers one request about what is kept: gets it, lists what is in it, ends it, or forgets it. An
/// answer of null with an error is that error; without an error, another class has to answer.
final class KeptRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private final ResponseStore store;
  private final long now;
  private final String owner;
  private final ReceivedRequest request;
  private @Nullable OpenAiError error;

  KeptRequest(ResponseStore store, long now, String owner, ReceivedRequest request) {
    this.store = store;
    this.now = now;
    this.owner = owner;
    this.request = request;
  }

  @Nullable OpenAiError error() {
    return error;
  }

  private byte @Nullable [] fails(OpenAiError how) {
    error = how;
    return null;
  }

  /// Answers `/responses/ID` and what is below it.
  byte @Nullable [] response(String[] path) {
    String id = path[1];
    StoredResponse response = store.response(id, owner);
    if (response == null) {
      return fails(Missing.response(id));
    }
    return response(path, id, response);
  }

  private byte @Nullable [] response(String[] path, String id, StoredResponse response) {
    return switch (request.method() + (path.length > 2 ? " " + path[2] : "")) {
      case "GET" -> response.json(now);
      case "DELETE" -> forgotten(id, "response");
      case "GET input_items" -> ItemPage.of(response.input(), request);
      case "POST cancel" -> cancelled(id, response);
      default -> null;
    };
  }

  private byte @Nullable [] cancelled(String id, StoredResponse response) {
    if (!response.echo().background()) {
      String message = "Cannot cancel a synchronous response.";
      return fails(OpenAiError.invalid(null, null, message));
    }
    if (!response.isReady(now)) {
      store.change(id, StoredResponse::cancel);
    }
    StoredResponse left = store.response(id, owner);
    return left == null ? fails(Missing.response(id)) : left.json(now);
  }

  private byte[] forgotten(String id, String object) {
    store.forget(id);
    ObjectNode answer = MAKE.objectNode().put("id", id).put("object", object).put("deleted", true);
    return bytes(answer);
  }

  /// Answers `/conversations` and what is below it.
  ///
  /// @param id for one that is made
  byte @Nullable [] conversation(String[] path, String id, long seconds) {
    if (path.length == 1) {
      return request.method().equals("POST") ? made("conv_" + id, seconds) : null;
    }
    Conversation conversation = store.conversation(path[1], owner);
    if (conversation == null) {
      return fails(Missing.conversation(path[1]));
    }
    return switch (request.method() + (path.length > 2 ? " " + path[2] : "")) {
      case "GET" -> told(path[1], conversation);
      case "DELETE" -> forgotten(path[1], "conversation.deleted");
      case "GET items" -> ItemPage.of(conversation.items(), request);
      default -> null;
    };
  }

  private byte @Nullable [] made(String id, long seconds) {
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (IOException e) {
      return fails(OpenAiError.invalid(null, null, "We could not parse the JSON body."));
    }
    Conversation made = conversation(body, id, seconds);
    store.keep(id, made);
    return told(id, made);
  }

  private Conversation conversation(JsonNode body, String id, long seconds) {
    JsonNode metadata = body.path("metadata");
    List<JsonNode> items = new CopyOnWriteArrayList<>(InputItems.of(body.path("items"), id));
    return new Conversation(
        owner, seconds, metadata.isObject() ? metadata : MAKE.objectNode(), items);
  }

  private static byte[] told(String id, Conversation conversation) {
    ObjectNode told = MAKE.objectNode().put("id", id).put("object", "conversation");
    told.put("created_at", conversation.created()).set("metadata", conversation.metadata());
    return bytes(told);
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
