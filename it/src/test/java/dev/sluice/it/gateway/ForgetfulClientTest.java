package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client of chats that keeps of a call what the dialect's first version had, its id, name and
/// arguments, as opencode and pi do, at a model of Gemini's that signs its calls.
class ForgetfulClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";

  /// What Google documents for calls without a signature.
  private static final String FILLER = "skip_thought_signature_validator";

  private final AtomicBoolean googleIsDown = new AtomicBoolean();
  private final List<String> atGoogle = Collections.synchronizedList(new ArrayList<>());
  private final List<String> atOthers = Collections.synchronizedList(new ArrayList<>());

  private JudgingUpstream google;
  private JudgingUpstream chats;
  private JudgingUpstream claude;
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    google = new JudgingUpstream((key, body) -> google(body));
    chats = new JudgingUpstream((key, body) -> chat(body));
    claude = new JudgingUpstream((key, body) -> message(body));
    rig =
        Rig.caring(
            "defaults: {breaker: off}\nproviders:\n"
                + own("google", "gemini", google)
                + own("claude", "anthropic", claude)
                + Rig.further("chats", "http://127.0.0.1:" + chats.port() + "/v1")
                + "routes:\n"
                + route("to-chats", "chats, model: m")
                + route("to-claude", "claude, model: claude-sonnet-4-5"));
  }

  private static String own(String name, String type, JudgingUpstream at) {
    return "  %s: {type: %s, url: \"http://127.0.0.1:%d\", key: k, allow_private: true}\n"
        .formatted(name, type, at.port());
  }

  private static String route(String model, String fallback) {
    return "  %s: {models: [%s], targets: [{provider: google, model: gemini-3-pro-preview}, {provider: %s, fallback: true}]}\n"
        .formatted(model, model, fallback);
  }

  @AfterEach
  void everything_is_given_back() {
    rig.close();
    google.close();
    chats.close();
    claude.close();
  }

  /// A signed call, and an unsigned one beside it, as often as it is asked.
  private Verdict google(String body) {
    if (googleIsDown.get()) {
      return Verdict.error(503, "{\"code\":503,\"message\":\"down\",\"status\":\"UNAVAILABLE\"}");
    }
    atGoogle.add(body);
    int turn = atGoogle.size();
    String event =
        """
        {"candidates":[{"content":{"role":"model","parts":[\
        {"functionCall":{"name":"get","args":{"q":%d}},"thoughtSignature":"%s"},\
        {"functionCall":{"name":"get","args":{"q":0}}}]},"finishReason":"STOP","index":0}],\
        "responseId":"r%d","modelVersion":"m"}\
        """
            .formatted(turn, signature(turn), turn);
    return new Verdict(200, "text/event-stream", DATA + event + "\n\n");
  }

  /// Unlike any other, and as long as Google's are.
  private static String signature(int turn) {
    return ("c2lnbmVk" + turn).repeat(200);
  }

  private Verdict chat(String body) {
    atOthers.add(body);
    return new Verdict(
        200,
        "text/event-stream",
        "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: [DONE]\n\n");
  }

  private Verdict message(String body) {
    atOthers.add(body);
    String[] events = {
      "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{}}}",
      "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hi\"}}",
      "{\"type\":\"content_block_stop\",\"index\":0}",
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{}}",
      "{\"type\":\"message_stop\"}"
    };
    return new Verdict(
        200, "text/event-stream", DATA + String.join("\n\n" + DATA, events) + "\n\n");
  }

  /// The client.
  private final class Conversation {
    private final String model;
    private final ArrayNode messages = JSON.createArrayNode();

    Conversation(String model) {
      this.model = model;
      messages.addObject().put("role", "user").put("content", "u");
    }

    /// Asks, and runs what is called.
    Reply turn() throws IOException {
      ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", true);
      body.set("messages", messages);
      Reply reply = rig.call("/v1/chat/completions", body.toString());
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.body()).endsWith("data: [DONE]\n\n");
      keep(reply.body());
      return reply;
    }

    private void keep(String stream) throws IOException {
      ArrayNode calls = JSON.createArrayNode();
      var said = new StringBuilder();
      for (String line : stream.lines().filter(l -> l.startsWith("data: {")).toList()) {
        JsonNode delta = JSON.readTree(line.substring(DATA.length())).at("/choices/0/delta");
        said.append(delta.path("content").asText(""));
        delta.path("tool_calls").forEach(call -> keep(call, calls));
      }
      ObjectNode message = messages.addObject().put("role", "assistant");
      message.put("content", said.toString());
      if (!calls.isEmpty()) {
        message.set("tool_calls", calls);
      }
      calls.forEach(call -> run(call));
    }

    private void keep(JsonNode fragment, ArrayNode calls) {
      if (fragment.has("id")) {
        ObjectNode call = calls.addObject().put("type", "function");
        call.put("id", fragment.path("id").asText());
        String name = fragment.at("/function/name").asText();
        call.putObject("function").put("name", name).put("arguments", "");
      }
      ObjectNode function = (ObjectNode) calls.get(fragment.path("index").asInt()).get("function");
      String more = fragment.at("/function/arguments").asText("");
      function.put("arguments", function.get("arguments").asText() + more);
    }

    private void run(JsonNode call) {
      ObjectNode result = messages.addObject().put("role", "tool").put("content", "one");
      result.put("tool_call_id", call.get("id").asText());
    }
  }

  @Test
  void a_model_gets_its_signatures_back_over_several_turns() throws IOException {
    var client = new Conversation("to-chats");
    for (int turn = 1; turn <= 4; turn++) {
      client.turn();
    }
    for (int turn = 1; turn < 4; turn++) {
      assertThat(atGoogle.get(3))
          .contains(
              "\"args\":{\"q\":" + turn + "}},\"thoughtSignature\":\"" + signature(turn) + "\"");
    }
    assertThat(String.join("\n", atGoogle)).doesNotContain("slc1", FILLER);
  }

  @Test
  void another_vendor_takes_the_conversation_over_and_gives_it_back() throws IOException {
    for (String model : List.of("to-chats", "to-claude")) {
      atGoogle.clear();
      atOthers.clear();
      var client = new Conversation(model);
      client.turn();
      client.turn();
      googleIsDown.set(true);
      assertThat(client.turn().body()).contains("Hi");
      googleIsDown.set(false);
      client.turn();
      assertThat(atOthers).singleElement().asString().contains("\"get\"").doesNotContain("slc1");
      assertThat(ids(atOthers.getFirst())).hasSize(4).allMatch(id -> id.length() <= 64);
      assertThat(atGoogle.getLast())
          .contains(signature(1), signature(2))
          .doesNotContain("slc1", FILLER);
    }
  }

  /// The ids of calls, each of which has its result.
  private static List<String> ids(String body) throws IOException {
    JsonNode messages = JSON.readTree(body).path("messages");
    List<String> ids = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (JsonNode message : messages) {
      message.path("tool_calls").forEach(call -> ids.add(call.path("id").asText()));
      answered.add(message.path("tool_call_id").asText());
      for (JsonNode block : message.path("content")) {
        ids.add(block.path("type").asText().equals("tool_use") ? block.path("id").asText() : "");
        answered.add(block.path("tool_use_id").asText());
      }
    }
    ids.removeIf(String::isEmpty);
    answered.removeIf(String::isEmpty);
    assertThat(answered).containsExactlyElementsOf(ids);
    return ids;
  }
}
