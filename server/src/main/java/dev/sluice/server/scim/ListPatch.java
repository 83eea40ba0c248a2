package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.scim.ScimFilter.Equal;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Changes of an attribute with several values.
///
/// @param of the resource that is changed
record ListPatch(ObjectNode of, Attribute attribute) {

  /// Adds values that are not there.
  void add(JsonNode value) throws ScimProblem {
    @Nullable JsonNode read = AttributeValues.of(attribute, value);
    if (read == null) {
      return;
    }
    ArrayNode all = all();
    List<JsonNode> first = primary(all);
    Set<String> known = new HashSet<>();
    all.forEach(one -> known.add(identity(one)));
    for (JsonNode one : read) {
      if (known.add(identity(one))) {
        all.add(one);
      }
    }
    put(all, first);
  }

  /// Has these values and no others.
  void replace(JsonNode value) throws ScimProblem {
    @Nullable JsonNode read = AttributeValues.of(attribute, value);
    of.remove(attribute.name());
    if (read != null) {
      add(read);
    }
  }

  /// Removes values, or a part of them.
  ///
  /// @param filter which; empty: all, or those that are named
  /// @param named values that are to go, as Entra names them; null for none
  void remove(Optional<Attribute> part, Optional<ScimFilter> filter, @Nullable JsonNode named)
      throws ScimProblem {
    boolean byName = named != null && filter.isEmpty() && part.isEmpty();
    Set<String> gone = byName ? named(named) : Set.of();
    ArrayNode kept = ScimJson.MAPPER.createArrayNode();
    for (JsonNode one : all()) {
      if (byName ? !gone.contains(one.path("value").asText()) : !isMeant(one, filter)) {
        kept.add(one);
      } else if (part.isPresent() && one instanceof ObjectNode value) {
        value.remove(part.get().name());
        if (!value.isEmpty()) {
          kept.add(value);
        }
      }
    }
    put(kept, List.of());
  }

  private Set<String> named(@Nullable JsonNode named) throws ScimProblem {
    @Nullable JsonNode read = named == null ? null : AttributeValues.of(attribute, named);
    Set<String> values = new HashSet<>();
    if (read != null) {
      read.forEach(one -> values.add(one.path("value").asText()));
    }
    return values;
  }

  /// Writes values that are there, or a part of them. Where none is meant and one is to be added,
  /// it is made so that the filter holds for it.
  void write(Optional<Attribute> part, Optional<ScimFilter> filter, JsonNode value, boolean adds)
      throws ScimProblem {
    ArrayNode all = all();
    List<JsonNode> first = primary(all);
    List<ObjectNode> meant = new ArrayList<>();
    for (JsonNode one : all) {
      if (isMeant(one, filter) && one instanceof ObjectNode object) {
        meant.add(object);
      }
    }
    if (meant.isEmpty()) {
      meant.add(made(filter, adds));
      all.add(meant.getFirst());
    }
    for (ObjectNode one : meant) {
      write(one, part, value);
    }
    put(all, first);
  }

  private void write(ObjectNode one, Optional<Attribute> part, JsonNode value) throws ScimProblem {
    if (part.isPresent()) {
      Patch.set(one, part.get(), value);
    } else if (AttributeValues.of(attribute, value) instanceof ArrayNode read
        && read.get(0) instanceof ObjectNode parts) {
      one.setAll(parts);
    }
  }

  private static ObjectNode made(Optional<ScimFilter> filter, boolean adds) throws ScimProblem {
    ObjectNode made = ScimJson.object();
    if (filter.isPresent()) {
      Optional<Equal> equal = filter.get().needed();
      if (!adds || equal.isEmpty()) {
        throw ScimProblem.of(Kind.NO_TARGET, "no value is the one that the path means");
      }
      made.put(equal.get().path().attribute().name(), equal.get().text());
    }
    return made;
  }

  private ArrayNode all() {
    return of.get(attribute.name()) instanceof ArrayNode there
        ? there
        : ScimJson.MAPPER.createArrayNode();
  }

  /// Has these values from now on. Of two that say to be the usual one, that which said so before
  /// is it no more (RFC 7644, 3.5.2).
  ///
  /// @param first what said so before
  private void put(ArrayNode all, List<JsonNode> first) throws ScimProblem {
    if (primary(all).size() > 1) {
      for (JsonNode before : first) {
        ((ObjectNode) before).put("primary", false);
      }
    }
    if (primary(all).size() > 1) {
      throw ScimProblem.of(Kind.VALUE, attribute.name() + " has two values that are primary");
    }
    AttributeValues.checkCount(attribute, all.size());
    if (all.isEmpty()) {
      of.remove(attribute.name());
    } else {
      of.set(attribute.name(), all);
    }
  }

  private static List<JsonNode> primary(ArrayNode all) {
    return all.valueStream().filter(one -> one.path("primary").asBoolean()).toList();
  }

  private static boolean isMeant(JsonNode one, Optional<ScimFilter> filter) {
    return filter.isEmpty() || (one instanceof ObjectNode object && filter.get().matches(object));
  }

  /// What tells a value from others.
  private String identity(JsonNode one) {
    return attribute.is("members") ? one.path("value").asText() : one.toString();
  }
}
