package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Responses and conversations, the last so many of each. Safe for any number of threads.
final class ResponseStore {
  private static final int MOST = 128;

  @GuardedBy("this")
  private final Map<String, StoredResponse> responses = bounded();

  @GuardedBy("this")
  private final Map<String, Conversation> conversations = bounded();

  /// A conversation.
  ///
  /// @param items what was said in it, answers included
  record Conversation(String owner, long created, JsonNode metadata, List<JsonNode> items) {}

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized void keep(String id, StoredResponse response) {
    responses.put(id, response);
  }

  /// The response with this id; null where there is none of this owner's.
  synchronized @Nullable StoredResponse response(String id, String owner) {
    StoredResponse response = responses.get(id);
    return response != null && response.owner().equals(owner) ? response : null;
  }

  synchronized void change(String id, UnaryOperator<StoredResponse> change) {
    responses.computeIfPresent(id, (_, response) -> change.apply(response));
  }

  synchronized void forget(String id) {
    responses.remove(id);
    conversations.remove(id);
  }

  synchronized void keep(String id, Conversation conversation) {
    conversations.put(id, conversation);
  }

  /// The conversation with this id; null where there is none of this owner's.
  synchronized @Nullable Conversation conversation(String id, String owner) {
    Conversation found = conversations.get(id);
    return found != null && found.owner().equals(owner) ? found : null;
  }
}
