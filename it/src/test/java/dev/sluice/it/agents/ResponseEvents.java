package dev.sluice.it.agents;

import java.util.ArrayList;
import java.util.List;

/// The stream of one response: its events, numbered, and the items that they complete.
final class ResponseEvents {
  private static final String RESPONSE =
      """
      "response":{"id":"resp_1","object":"response","created_at":1700000000,"model":"m",\
      "status":"%s","error":null,"incomplete_details":null,"output":[%s],"usage":%s}""";
  private static final String USAGE =
      """
      {"input_tokens":10,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,\
      "output_tokens_details":{"reasoning_tokens":0},"total_tokens":15}""";

  private final StringBuilder stream = new StringBuilder();
  private final List<String> items = new ArrayList<>();
  private int sequence;

  ResponseEvents() {
    event("created", RESPONSE.formatted("in_progress", "", "null"));
    event("in_progress", RESPONSE.formatted("in_progress", "", "null"));
  }

  void itemAdded(String item) {
    ofItem("output_item.added", "\"item\":" + item);
  }

  void itemDone(String item) {
    ofItem("output_item.done", "\"item\":" + item);
    items.add(item);
  }

  /// An event of the item that was added last.
  void ofItem(String type, String members) {
    event(type, "\"output_index\":" + items.size() + "," + members);
  }

  /// The whole stream.
  String completed() {
    event("completed", RESPONSE.formatted("completed", String.join(",", items), USAGE));
    return stream.toString();
  }

  private void event(String type, String members) {
    stream.append(
        """
        event: response.%1$s
        data: {"type":"response.%1$s","sequence_number":%2$d,%3$s}

        """
            .formatted(type, sequence++, members));
  }
}
