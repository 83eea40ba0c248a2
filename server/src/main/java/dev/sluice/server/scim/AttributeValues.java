package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the values of attributes as directories send them: names in letters of any case, truth
/// values as texts (`"False"`), one value where there may be several. What is not kept is left out.
final class AttributeValues {
  /// The longest text of a value, in characters.
  static final int LONGEST = 1_024;

  /// How many members a group may have.
  static final int MOST_MEMBERS = 50_000;

  /// How many values any other attribute may have.
  private static final int MOST = 50;

  private AttributeValues() {}

  /// Reads a new resource, as a directory writes it.
  ///
  /// @return its attributes that are kept and may be written, by their own names
  static ObjectNode resource(ResourceKind kind, ObjectNode in) throws ScimProblem {
    return resource(kind, in, true);
  }

  /// Reads what a resource is instead of what it was. Where it does not say whether a person is
  /// active, that stays as it was: nobody comes in again by a change of a name.
  static ObjectNode instead(ResourceKind kind, ObjectNode before, ObjectNode in)
      throws ScimProblem {
    return resource(kind, in, before.path("active").asBoolean(true));
  }

  private static ObjectNode resource(ResourceKind kind, ObjectNode in, boolean active)
      throws ScimProblem {
    ObjectNode out = ScimJson.object();
    put(out, ResourceKind.EXTERNAL_ID, in);
    for (Attribute attribute : kind.own()) {
      if (!attribute.isReadOnly()) {
        put(out, attribute, in);
      }
    }
    if (kind.equals(ResourceKind.USER) && !out.has("active")) {
      out.put("active", active);
    }
    check(kind, out);
    return out;
  }

  /// Checks that a resource has what it must have.
  static void check(ResourceKind kind, ObjectNode resource) throws ScimProblem {
    for (Attribute attribute : kind.own()) {
      @Nullable JsonNode value = resource.get(attribute.name());
      if (attribute.required() && (value == null || value.asText().isBlank())) {
        throw ScimProblem.of(
            Kind.VALUE, attribute.name() + " is missing: a " + kind.word() + " needs it");
      }
    }
  }

  private static void put(ObjectNode out, Attribute attribute, ObjectNode in) throws ScimProblem {
    @Nullable JsonNode said = ScimJson.member(in, attribute.name());
    @Nullable JsonNode value = said == null ? null : of(attribute, said);
    if (value != null) {
      out.set(attribute.name(), value);
    }
  }

  /// Reads the value of an attribute; null for none.
  static @Nullable JsonNode of(Attribute attribute, JsonNode said) throws ScimProblem {
    if (said.isNull()) {
      return null;
    }
    if (!attribute.many()) {
      return one(attribute, said);
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    List<JsonNode> each = said.isArray() ? said.valueStream().toList() : List.of(said);
    for (JsonNode value : each) {
      @Nullable JsonNode read = value.isNull() ? null : one(attribute, value);
      if (read != null) {
        all.add(read);
      }
    }
    checkCount(attribute, all.size());
    return all.isEmpty() ? null : all;
  }

  static void checkCount(Attribute attribute, int count) throws ScimProblem {
    int most = attribute.is("members") ? MOST_MEMBERS : MOST;
    if (count > most) {
      throw ScimProblem.of(
          Kind.VALUE, "%s has more than %d values".formatted(attribute.name(), most));
    }
  }

  /// Reads one value; null for an empty one.
  private static @Nullable JsonNode one(Attribute attribute, JsonNode said) throws ScimProblem {
    return switch (attribute.type()) {
      case COMPLEX -> complex(attribute, said);
      case BOOLEAN -> truth(attribute, said);
      default -> text(attribute, said);
    };
  }

  private static @Nullable JsonNode complex(Attribute attribute, JsonNode said) throws ScimProblem {
    ObjectNode out = ScimJson.object();
    if (said instanceof ObjectNode in) {
      for (Attribute part : attribute.parts()) {
        put(out, part, in);
      }
    } else if (said.isTextual() && attribute.part("value").isPresent()) {
      @Nullable JsonNode value = text(attribute, said);
      if (value != null) {
        out.set("value", value);
      }
    } else {
      throw wrong(attribute, "an object");
    }
    return out.isEmpty() ? null : out;
  }

  private static JsonNode truth(Attribute attribute, JsonNode said) throws ScimProblem {
    String word = said.isBoolean() || said.isTextual() ? said.asText() : "";
    if (word.equalsIgnoreCase("true")) {
      return BooleanNode.TRUE;
    }
    if (word.equalsIgnoreCase("false")) {
      return BooleanNode.FALSE;
    }
    throw wrong(attribute, "true or false");
  }

  private static @Nullable JsonNode text(Attribute attribute, JsonNode said) throws ScimProblem {
    if (!said.isTextual() && !said.isNumber()) {
      throw wrong(attribute, "a text");
    }
    String text = said.asText();
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw wrong(attribute, "a text of at most %d characters in one line".formatted(LONGEST));
    }
    return text.isEmpty() ? null : TextNode.valueOf(text);
  }

  private static ScimProblem wrong(Attribute attribute, String must) {
    return ScimProblem.of(Kind.VALUE, attribute.name() + " must be " + must);
  }
}
