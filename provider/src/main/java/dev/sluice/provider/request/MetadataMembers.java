package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Operation.Form;
import dev.sluice.dialect.json.JsonSelector;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The members of a request's `metadata` whose texts are asked for: of OpenAI's any that a client
/// chooses, of Anthropic's `user_id`. Where none are asked for, requests are scanned as if they had
/// none. Immutable; one serves all requests.
/// https://platform.openai.com/docs/api-reference/chat/create,
/// https://docs.anthropic.com/en/api/messages
public final class MetadataMembers {
  private static final List<RequestField> FIELDS =
      List.of(
          RequestField.METADATA_1,
          RequestField.METADATA_2,
          RequestField.METADATA_3,
          RequestField.METADATA_4);

  /// The most members that may be asked for.
  public static final int MOST = FIELDS.size();

  /// The value by which no member is asked for.
  public static final MetadataMembers NONE = new MetadataMembers(List.of());

  private final int count;
  private final Map<Operation, JsonSelector<RequestField>> paths = new EnumMap<>(Operation.class);

  /// @param names at most [#MOST], each once
  public MetadataMembers(List<String> names) {
    count = names.size();
    if (count > 0) {
      var members = new HashMap<String, JsonSelector<RequestField>>();
      for (int i = 0; i < count; i++) {
        members.put(names.get(i), JsonSelector.kept(FIELDS.get(i)));
      }
      add(JsonSelector.object(members));
    }
  }

  private void add(JsonSelector<RequestField> metadata) {
    for (Operation operation : Operation.values()) {
      boolean json = operation.form() == Form.JSON || operation.form() == Form.EITHER;
      if (operation != Operation.STORED_RESPONSE && json) {
        paths.put(operation, RequestTable.of(operation).paths().with("metadata", metadata));
      }
    }
  }

  int count() {
    return count;
  }

  /// The position of a member among those that are asked for.
  static int index(RequestField member) {
    return FIELDS.indexOf(member);
  }

  /// The paths that are looked for in the requests of an operation, with those of the members.
  JsonSelector<RequestField> paths(Operation operation) {
    JsonSelector<RequestField> known = paths.get(operation);
    return known == null ? RequestTable.of(operation).paths() : known;
  }
}
