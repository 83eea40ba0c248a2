package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A condition for resources, or for the values of an attribute (RFC 7644, 3.4.2.2). It is put to
/// trees in memory, and never becomes a part of a statement of a database.
sealed interface ScimFilter {
  /// Whether it holds for a resource, or for one value of a complex attribute.
  boolean matches(ObjectNode of);

  /// Whether it looks at an attribute.
  boolean reads(String attribute);

  /// A text that an attribute must be equal to for the filter to hold; empty where there is no such
  /// attribute.
  default Optional<Equal> needed() {
    return Optional.empty();
  }

  /// An attribute and the text that it is to be equal to.
  record Equal(AttributePath path, String text) {}

  /// What a value is compared by.
  enum Operator {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE,
    CO,
    SW,
    EW;

    boolean holds(String value, String other) {
      return switch (this) {
        case CO -> value.contains(other);
        case SW -> value.startsWith(other);
        case EW -> value.endsWith(other);
        default -> holds(value.compareTo(other));
      };
    }

    /// Whether it holds for a value that is smaller (below 0) than another, equal, or larger.
    boolean holds(int order) {
      return switch (this) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case GT -> order > 0;
        case GE -> order >= 0;
        case LT -> order < 0;
        case LE -> order <= 0;
        case CO, SW, EW -> false;
      };
    }
  }

  /// A comparison; with several values it holds where it does for one of them.
  record Comparison(AttributePath path, Operator operator, JsonNode with) implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return path.attribute().is(attribute);
    }

    @Override
    public boolean matches(ObjectNode of) {
      List<JsonNode> values = path.values(of);
      if (operator == Operator.NE) {
        return values.stream().noneMatch(value -> holds(value, Operator.EQ));
      }
      return with.isNull()
          ? operator == Operator.EQ && values.isEmpty()
          : values.stream().anyMatch(value -> holds(value, operator));
    }

    private boolean holds(JsonNode value, Operator by) {
      return switch (path.compared().type()) {
        case BOOLEAN -> by == Operator.EQ && value.asText().equalsIgnoreCase(with.asText());
        case DATE_TIME -> {
          OffsetDateTime one = time(value);
          OffsetDateTime other = time(with);
          yield one != null
              && other != null
              && by.holds(one.toInstant().compareTo(other.toInstant()));
        }
        default -> {
          Attribute of = path.compared();
          yield with.isTextual()
              && by.holds(of.compared(value.asText()), of.compared(with.asText()));
        }
      };
    }

    private static @Nullable OffsetDateTime time(JsonNode value) {
      try {
        return OffsetDateTime.parse(value.asText());
      } catch (DateTimeException none) {
        return null;
      }
    }

    @Override
    public Optional<Equal> needed() {
      return operator == Operator.EQ && with.isTextual()
          ? Optional.of(new Equal(path, with.asText()))
          : Optional.empty();
    }
  }

  /// Whether an attribute has a value.
  record Present(AttributePath path) implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return path.attribute().is(attribute);
    }

    @Override
    public boolean matches(ObjectNode of) {
      @Nullable JsonNode whole = of.get(path.attribute().name());
      if (whole == null || path.part().isPresent()) {
        return !path.values(of).isEmpty();
      }
      return whole.isContainerNode() ? !whole.isEmpty() : !whole.asText().isEmpty();
    }
  }

  /// Whether one of the values of a complex attribute is so.
  record Within(Attribute attribute, ScimFilter filter) implements ScimFilter {
    @Override
    public boolean reads(String name) {
      return attribute.is(name);
    }

    @Override
    public boolean matches(ObjectNode of) {
      @Nullable JsonNode whole = of.get(attribute.name());
      return whole != null
          && whole
              .valueStream()
              .anyMatch(value -> value instanceof ObjectNode one && filter.matches(one));
    }
  }

  /// A comparison with an attribute that is not kept: it has no value.
  record Unknown() implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return false;
    }

    @Override
    public boolean matches(ObjectNode of) {
      return false;
    }
  }

  record Not(ScimFilter filter) implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return filter.reads(attribute);
    }

    @Override
    public boolean matches(ObjectNode of) {
      return !filter.matches(of);
    }
  }

  record And(ScimFilter one, ScimFilter other) implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return one.reads(attribute) || other.reads(attribute);
    }

    @Override
    public boolean matches(ObjectNode of) {
      return one.matches(of) && other.matches(of);
    }

    @Override
    public Optional<Equal> needed() {
      return one.needed().or(other::needed);
    }
  }

  record Or(ScimFilter one, ScimFilter other) implements ScimFilter {
    @Override
    public boolean reads(String attribute) {
      return one.reads(attribute) || other.reads(attribute);
    }

    @Override
    public boolean matches(ObjectNode of) {
      return one.matches(of) || other.matches(of);
    }
  }
}
