package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which values of a resource are meant: an attribute, or a part of one (RFC 7644, 3.10).
///
/// @param attribute the attribute
/// @param part one of its parts; empty: the whole, or its `value` where values are compared
record AttributePath(Attribute attribute, Optional<Attribute> part) {

  /// Finds what a name stands for, with or without the schema in front of it; empty for none.
  static Optional<AttributePath> of(ResourceKind kind, String name) {
    String schema = kind.schema().toLowerCase(Locale.ROOT) + ":";
    String plain =
        name.toLowerCase(Locale.ROOT).startsWith(schema) ? name.substring(schema.length()) : name;
    int dot = plain.indexOf('.');
    if (dot < 0) {
      return kind.attribute(plain).map(found -> new AttributePath(found, Optional.empty()));
    }
    return kind.attribute(plain.substring(0, dot))
        .flatMap(
            found ->
                found
                    .part(plain.substring(dot + 1))
                    .map(part -> new AttributePath(found, Optional.of(part))));
  }

  /// Whether only the server writes what is meant.
  boolean isReadOnly() {
    return attribute.isReadOnly() || part.filter(Attribute::isReadOnly).isPresent();
  }

  /// Whether the whole of an attribute is meant.
  boolean isWhole(String name) {
    return part.isEmpty() && attribute.is(name);
  }

  /// The attribute whose values are compared.
  Attribute compared() {
    return part.or(() -> attribute.part("value")).orElse(attribute);
  }

  /// The values in a resource.
  List<JsonNode> values(ObjectNode resource) {
    @Nullable JsonNode whole = resource.get(attribute.name());
    if (whole == null) {
      return List.of();
    }
    List<JsonNode> each = whole.isArray() ? whole.valueStream().toList() : List.of(whole);
    Attribute inner = compared();
    return attribute.isComplex()
        ? each.stream().flatMap(one -> Optional.ofNullable(one.get(inner.name())).stream()).toList()
        : each;
  }
}
