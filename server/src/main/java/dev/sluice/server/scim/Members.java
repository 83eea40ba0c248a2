package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.scim.ScimFilter.Equal;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a group by their ids, while the operations of a request change them: a group has
/// ten thousands, a request a thousand operations, and each names a few. What only a look at all
/// members can tell is bounded. For one thread.
final class Members {
  /// How many members the operations of a request look at.
  private static final int MOST_LOOKED_AT = 1_000_000;

  private final ObjectNode group;
  private final Attribute attribute;
  private final Map<String, JsonNode> all = new LinkedHashMap<>();
  private long lookedAt;

  /// @param group whose members they are; not changed before [#write]
  Members(ObjectNode group, Attribute attribute) {
    this.group = group;
    this.attribute = attribute;
    read();
  }

  private void read() {
    all.clear();
    group.path(attribute.name()).forEach(one -> all.putIfAbsent(id(one), one));
  }

  private static String id(JsonNode one) {
    return one.path("value").asText();
  }

  /// Writes them into the group.
  void write() {
    if (all.isEmpty()) {
      group.remove(attribute.name());
    } else {
      ArrayNode array = group.putArray(attribute.name());
      all.values().forEach(array::add);
    }
  }

  /// Adds those that are not there.
  void add(JsonNode value) throws ScimProblem {
    @Nullable JsonNode read = AttributeValues.of(attribute, value);
    if (read != null) {
      read.forEach(one -> all.putIfAbsent(id(one), one));
      AttributeValues.checkCount(attribute, all.size());
    }
  }

  /// Has these and no others.
  void replace(JsonNode value) throws ScimProblem {
    all.clear();
    add(value);
  }

  /// Removes those that are named, or all.
  ///
  /// @param named null for all
  void remove(@Nullable JsonNode named) throws ScimProblem {
    if (named == null) {
      all.clear();
      return;
    }
    @Nullable JsonNode read = AttributeValues.of(attribute, named);
    if (read != null) {
      read.forEach(one -> all.remove(id(one)));
    }
  }

  /// Removes those for which a filter holds.
  void remove(ScimFilter filter) throws ScimProblem {
    Optional<Equal> equal = filter.needed().filter(one -> one.path().isWhole("value"));
    if (equal.isEmpty()) {
      lookAtAll();
      all.values().removeIf(one -> matches(filter, one));
      return;
    }
    String id = equal.get().text();
    @Nullable JsonNode one = all.get(id);
    if (one != null && matches(filter, one)) {
      all.remove(id);
    }
  }

  private static boolean matches(ScimFilter filter, JsonNode one) {
    return one instanceof ObjectNode object && filter.matches(object);
  }

  /// Lets an operation of another kind change them in the group.
  void otherwise(Change change) throws ScimProblem {
    lookAtAll();
    write();
    change.make(new ListPatch(group, attribute));
    read();
  }

  /// A change of an attribute with several values.
  @FunctionalInterface
  interface Change {
    void make(ListPatch list) throws ScimProblem;
  }

  private void lookAtAll() throws ScimProblem {
    lookedAt += all.size();
    if (lookedAt > MOST_LOOKED_AT) {
      throw ScimProblem.of(
          Kind.TOO_MANY,
          "the operations would have to look at more than %d members: name each by its value"
              .formatted(MOST_LOOKED_AT));
    }
  }
}
