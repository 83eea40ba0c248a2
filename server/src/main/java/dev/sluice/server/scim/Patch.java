package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.scim.FilterParser.Target;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes of a resource (RFC 7644, 3.5.2), as Entra and Okta spell them: operations with a capital
/// letter, values under dotted names without a path, `remove` with a list of values. What is not
/// kept of a resource is passed over, as it is where one is made.
///
/// @param changed the resource, which the operations change one after another
/// @param members those of a group
record Patch(ResourceKind kind, ObjectNode changed, Optional<Members> members) {
  /// How many operations one request may have.
  private static final int MOST = 1_000;

  private enum Operation {
    ADD,
    REPLACE,
    REMOVE
  }

  /// Returns a resource with the changes of a request.
  static ObjectNode apply(ResourceKind kind, ObjectNode resource, ObjectNode body)
      throws ScimProblem {
    ObjectNode changed = resource.deepCopy();
    var members = kind.attribute("members").map(attribute -> new Members(changed, attribute));
    var patch = new Patch(kind, changed, members);
    for (JsonNode operation : operations(body)) {
      if (!(operation instanceof ObjectNode one)) {
        throw ScimProblem.of(Kind.SYNTAX, "an operation must be an object");
      }
      patch.apply(one);
    }
    members.ifPresent(Members::write);
    AttributeValues.check(kind, changed);
    return changed;
  }

  private static ArrayNode operations(ObjectNode body) throws ScimProblem {
    if (!(ScimJson.member(body, "Operations") instanceof ArrayNode operations)
        || operations.isEmpty()) {
      throw ScimProblem.of(Kind.SYNTAX, "the body has no Operations");
    }
    if (operations.size() > MOST) {
      throw ScimProblem.of(Kind.SYNTAX, "Operations are more than " + MOST);
    }
    return operations;
  }

  private void apply(ObjectNode said) throws ScimProblem {
    Operation operation = operation(ScimJson.member(said, "op"));
    @Nullable JsonNode value = ScimJson.member(said, "value");
    String path = path(ScimJson.member(said, "path"));
    if (operation != Operation.REMOVE && value == null && !has(said, "value")) {
      throw ScimProblem.of(Kind.VALUE, "an operation has no value");
    }
    if (!path.isEmpty()) {
      apply(operation, path, value);
    } else if (operation == Operation.REMOVE) {
      throw ScimProblem.of(Kind.NO_TARGET, "an operation that removes has no path");
    } else {
      each(operation, value);
    }
  }

  private static boolean has(ObjectNode of, String name) {
    return of.propertyStream().anyMatch(member -> member.getKey().equalsIgnoreCase(name));
  }

  private static Operation operation(@Nullable JsonNode op) throws ScimProblem {
    String word = op == null ? "" : op.asText().toUpperCase(Locale.ROOT);
    for (Operation operation : Operation.values()) {
      if (operation.name().equals(word)) {
        return operation;
      }
    }
    throw ScimProblem.of(Kind.SYNTAX, "op must be add, replace or remove");
  }

  private static String path(@Nullable JsonNode path) throws ScimProblem {
    if (path != null && !path.isTextual()) {
      throw ScimProblem.of(Kind.PATH, "path must be a text");
    }
    return path == null ? "" : path.asText().strip();
  }

  /// Changes each attribute that a value names.
  private void each(Operation operation, @Nullable JsonNode value) throws ScimProblem {
    if (!(value instanceof ObjectNode named)) {
      throw ScimProblem.of(
          Kind.VALUE, "the value of an operation without a path must be an object");
    }
    for (var member : named.properties()) {
      if (member.getKey().equalsIgnoreCase(kind.schema())) {
        each(operation, member.getValue());
      } else if (isWritten(member.getKey())) {
        apply(operation, member.getKey(), member.getValue().isNull() ? null : member.getValue());
      }
    }
  }

  /// Whether a name among values stands for something that may be written: directories send ids and
  /// what they have read along.
  private boolean isWritten(String name) {
    try {
      return FilterParser.target(kind, name).path().filter(path -> !path.isReadOnly()).isPresent();
    } catch (ScimProblem noPath) {
      return false;
    }
  }

  private void apply(Operation operation, String text, @Nullable JsonNode value)
      throws ScimProblem {
    Target target = FilterParser.target(kind, text);
    if (target.path().isEmpty()) {
      return;
    }
    AttributePath path = target.path().get();
    boolean removes = operation == Operation.REMOVE || value == null;
    check(path, removes);
    if (path.attribute().many()) {
      boolean ofGroup = path.attribute().is("members");
      if (ofGroup && members.isPresent()) {
        members(members.get(), path, target.filter(), operation, value);
      } else {
        several(new ListPatch(changed, path.attribute()), path, target.filter(), operation, value);
      }
    } else {
      single(path, removes ? null : value);
    }
  }

  private static void check(AttributePath path, boolean removes) throws ScimProblem {
    String name = path.attribute().name();
    if (path.isReadOnly()) {
      throw ScimProblem.of(Kind.MUTABILITY, name + " cannot be changed");
    }
    if (removes && path.attribute().required() && path.part().isEmpty()) {
      throw ScimProblem.of(Kind.MUTABILITY, name + " is needed, and cannot be removed");
    }
  }

  private static void members(
      Members members,
      AttributePath path,
      Optional<ScimFilter> filter,
      Operation operation,
      @Nullable JsonNode value)
      throws ScimProblem {
    boolean removes = operation == Operation.REMOVE || value == null;
    if (path.part().isPresent() || (filter.isPresent() && !removes)) {
      members.otherwise(list -> several(list, path, filter, operation, value));
    } else if (filter.isPresent()) {
      members.remove(filter.get());
    } else if (operation == Operation.REMOVE || value == null) {
      members.remove(value);
    } else if (operation == Operation.ADD) {
      members.add(value);
    } else {
      members.replace(value);
    }
  }

  private static void several(
      ListPatch list,
      AttributePath path,
      Optional<ScimFilter> filter,
      Operation operation,
      @Nullable JsonNode value)
      throws ScimProblem {
    if (operation == Operation.REMOVE || value == null) {
      list.remove(path.part(), filter, value);
    } else if (filter.isPresent() || path.part().isPresent()) {
      list.write(path.part(), filter, value, operation == Operation.ADD);
    } else if (operation == Operation.ADD) {
      list.add(value);
    } else {
      list.replace(value);
    }
  }

  /// @param value null to remove it
  private void single(AttributePath path, @Nullable JsonNode value) throws ScimProblem {
    Attribute attribute = path.attribute();
    if (path.part().isPresent()) {
      part(attribute, path.part().get(), value);
      return;
    }
    @Nullable JsonNode read = value == null ? null : AttributeValues.of(attribute, value);
    if (read == null) {
      changed.remove(attribute.name());
    } else if (read instanceof ObjectNode parts
        && changed.get(attribute.name()) instanceof ObjectNode before) {
      before.setAll(parts);
    } else {
      changed.set(attribute.name(), read);
    }
  }

  private void part(Attribute attribute, Attribute part, @Nullable JsonNode value)
      throws ScimProblem {
    ObjectNode whole =
        changed.get(attribute.name()) instanceof ObjectNode before ? before : ScimJson.object();
    set(whole, part, value);
    if (whole.isEmpty()) {
      changed.remove(attribute.name());
    } else {
      changed.set(attribute.name(), whole);
    }
  }

  /// Writes a part of a complex value.
  ///
  /// @param value null to remove it
  static void set(ObjectNode of, Attribute part, @Nullable JsonNode value) throws ScimProblem {
    @Nullable JsonNode read = value == null ? null : AttributeValues.of(part, value);
    if (read == null) {
      of.remove(part.name());
    } else {
      of.set(part.name(), read);
    }
  }
}
