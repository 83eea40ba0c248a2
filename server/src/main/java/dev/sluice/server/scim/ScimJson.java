package dev.sluice.server.scim;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.admin.Page;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a directory says and is told as JSON.
final class ScimJson {
  /// The deepest nesting of what is read.
  private static final int DEEPEST = 16;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// What stands in front of the names of the protocol's messages.
  static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";

  private static final String TYPE = "application/scim+json";

  private ScimJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// An object of a schema.
  static ObjectNode object(String schema) {
    ObjectNode tree = object();
    tree.putArray("schemas").add(schema);
    return tree;
  }

  /// Reads the body of a request.
  static ObjectNode read(String body) throws ScimProblem {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode tree) {
        return tree;
      }
      throw ScimProblem.of(Kind.SYNTAX, "the body must be a JSON object");
    } catch (JacksonException e) {
      throw ScimProblem.of(Kind.SYNTAX, "the body is not JSON: " + e.getOriginalMessage());
    }
  }

  /// The member of an object with a name, whatever the case of its letters; null for none, and for
  /// null.
  static @Nullable JsonNode member(ObjectNode of, String name) throws ScimProblem {
    List<JsonNode> found = new ArrayList<>();
    of.properties()
        .forEach(
            member -> {
              if (member.getKey().equalsIgnoreCase(name)) {
                found.add(member.getValue());
              }
            });
    if (found.size() > 1) {
      throw ScimProblem.of(Kind.SYNTAX, name + " is there twice, in letters of another case");
    }
    return found.isEmpty() || found.getFirst().isNull() ? null : found.getFirst();
  }

  /// A page that no cache may keep.
  static Page page(int status, ObjectNode tree) {
    return new Page(status, TYPE, tree.toString()).with("cache-control", "no-store");
  }

  /// A page without content.
  static Page nothing(int status) {
    return new Page(status, TYPE, "").with("cache-control", "no-store");
  }

  static Page page(ScimProblem why) {
    return problem(why.status(), why.kind(), why.message());
  }

  /// Tells what is wrong (RFC 7644, 3.12).
  static Page problem(int status, Kind kind, String detail) {
    ObjectNode tree = object(MESSAGES + "Error");
    tree.put("status", String.valueOf(status));
    Optional.of(kind.word())
        .filter(word -> !word.isEmpty())
        .ifPresent(word -> tree.put("scimType", word));
    return page(status, tree.put("detail", detail));
  }
}
