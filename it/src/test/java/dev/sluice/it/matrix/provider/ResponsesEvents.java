package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.util.ArrayList;
import java.util.List;

/// The stream of a response: its events in sequence, and the items that they complete.
final class ResponsesEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> events = new ArrayList<>();
  private final ArrayNode output = JSON.createArrayNode();
  private int sequence;

  ResponsesEvents() {
    this(0);
  }

  /// @param sequence of its first event
  ResponsesEvents(int sequence) {
    this.sequence = sequence;
  }

  List<String> list() {
    return List.copyOf(events);
  }

  /// The items that are complete.
  ArrayNode output() {
    return output;
  }

  /// An event that tells the response.
  void response(String type, ObjectNode response) {
    event(type, JSON.createObjectNode().set("response", response));
  }

  /// The items of an answer, in deltas and whole.
  void tell(Spoken answer) {
    if (!answer.thought().isEmpty()) {
      thought(answer.thought());
    }
    if (!answer.parts().isEmpty()) {
      message(answer);
    }
    answer.calls().forEach(this::call);
  }

  private void thought(String thought) {
    ObjectNode item = ResponsesSpeech.thought(thought);
    ObjectNode begun = item.deepCopy();
    begun.putArray("summary");
    begun.put("encrypted_content", "");
    item("output_item.added", begun);
    summary("reasoning_summary_part.added", item, summaryPart(""));
    for (String line : thought.split("(?<=\n)", -1)) {
      summary("reasoning_summary_text.delta", item, text("delta", line));
    }
    summary("reasoning_summary_text.done", item, text("text", thought));
    summary("reasoning_summary_part.done", item, summaryPart(thought));
    done(item);
  }

  private static ObjectNode summaryPart(String text) {
    ObjectNode members = JSON.createObjectNode();
    members.putObject("part").put("type", "summary_text").put("text", text);
    return members;
  }

  private void message(Spoken answer) {
    ObjectNode item = JSON.createObjectNode().put("type", "message").put("id", "msg_1");
    item.put("role", "assistant").put("status", "completed");
    item.putArray("content").add(textPart(answer.text()));
    ObjectNode begun = item.deepCopy().put("status", "in_progress");
    begun.putArray("content");
    item("output_item.added", begun);
    content("content_part.added", item, JSON.createObjectNode().set("part", textPart("")));
    for (String part : answer.parts()) {
      content("output_text.delta", item, text("delta", part));
    }
    content("output_text.done", item, text("text", answer.text()));
    content(
        "content_part.done", item, JSON.createObjectNode().set("part", textPart(answer.text())));
    done(item);
  }

  private static ObjectNode textPart(String text) {
    ObjectNode part = JSON.createObjectNode().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  private static ObjectNode text(String member, String text) {
    ObjectNode members = JSON.createObjectNode().put(member, text);
    members.putArray("logprobs");
    return members;
  }

  private void call(Calling call) {
    ObjectNode item = ResponsesSpeech.call(call);
    item("output_item.added", item.deepCopy().put("status", "in_progress").put("arguments", ""));
    int half = call.arguments().length() / 2;
    for (String piece :
        List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
      ofItem("function_call_arguments.delta", item, JSON.createObjectNode().put("delta", piece));
    }
    ObjectNode all = JSON.createObjectNode().put("arguments", call.arguments());
    ofItem("function_call_arguments.done", item, all);
    done(item);
  }

  private void done(ObjectNode item) {
    item("output_item.done", item);
    output.add(item);
  }

  private void item(String type, ObjectNode item) {
    event(type, JSON.createObjectNode().put("output_index", output.size()).set("item", item));
  }

  private void summary(String type, ObjectNode item, ObjectNode members) {
    members.remove("logprobs");
    ofItem(type, item, members.put("summary_index", 0));
  }

  private void content(String type, ObjectNode item, ObjectNode members) {
    ofItem(type, item, members.put("content_index", 0));
  }

  private void ofItem(String type, ObjectNode item, ObjectNode members) {
    event(
        type, members.put("item_id", item.path("id").asText()).put("output_index", output.size()));
  }

  private void event(String type, ObjectNode members) {
    ObjectNode data = JSON.createObjectNode().put("type", "response." + type);
    data.put("sequence_number", sequence++);
    data.setAll(members);
    events.add("event: response." + type + "\ndata: " + data + "\n\n");
  }
}
