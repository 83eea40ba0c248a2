package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The items of a request's input, and what they must be to each other.
final class InputItems {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private InputItems() {}

  /// The items of `input`, each with an id; a text is a message of the user's.
  ///
  /// @param id of the response, which ids are made of
  static List<JsonNode> of(JsonNode input, String id) {
    List<JsonNode> items = new ArrayList<>();
    if (input.isTextual()) {
      ObjectNode message = MAKE.objectNode().put("type", "message").put("role", "user");
      message.putArray("content").addObject().put("type", "input_text").put("text", input.asText());
      items.add(message.put("id", "msg_" + id + "_in0"));
      return items;
    }
    for (JsonNode item : input) {
      ObjectNode named = MAKE.objectNode();
      named.put("type", item.path("type").asText("message"));
      named.put("id", prefix(item) + id + "_in" + items.size());
      item.properties().forEach(member -> named.set(member.getKey(), member.getValue()));
      items.add(named);
    }
    return items;
  }

  private static String prefix(JsonNode item) {
    return switch (item.path("type").asText("message")) {
      case "function_call" -> "fc_";
      case "function_call_output" -> "fco_";
      case "reasoning" -> "rs_";
      case "compaction" -> "cmp_";
      default -> "msg_";
    };
  }

  /// Refuses results without a call, and calls without a result.
  ///
  /// @param items all of them, earlier responses' included
  static void check(List<JsonNode> items) throws Refusal {
    Set<String> calls = new HashSet<>();
    Set<String> results = new HashSet<>();
    for (JsonNode item : items) {
      String type = item.path("type").asText("");
      if (type.equals("item_reference") || type.equals("compaction")) {
        return; // what it stands for may hold calls
      }
      String call = item.path("call_id").asText("");
      if (type.endsWith("_call_output")) {
        results.add(call);
      } else if (type.endsWith("_call") && !call.isEmpty()) {
        calls.add(call);
      }
    }
    for (String result : results) {
      if (!calls.contains(result)) {
        throw wrong("No tool call found for function call output with call_id " + result + ".");
      }
    }
    for (String call : calls) {
      if (!results.contains(call)) {
        throw wrong("No tool output found for function call " + call + ".");
      }
    }
  }

  private static Refusal wrong(String message) {
    return new Refusal(OpenAiError.invalid("input", null, message));
  }
}
