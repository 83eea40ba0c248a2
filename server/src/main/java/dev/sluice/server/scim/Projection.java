package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which attributes of resources are told (RFC 7644, 3.9). `schemas` and `id` always are.
///
/// @param only those that are asked for; none: all
/// @param without those that are left out
record Projection(List<AttributePath> only, List<AttributePath> without) {
  static final Projection ALL = new Projection(List.of(), List.of());

  private static final int MOST = 64;
  private static final Set<String> ALWAYS = Set.of("schemas", "id");

  Projection {
    only = List.copyOf(only);
    without = List.copyOf(without);
  }

  /// Reads the two parameters; names of what is not kept are passed over.
  ///
  /// @param only names with commas between them; empty for all
  static Projection of(ResourceKind kind, String only, String without) throws ScimProblem {
    if (!only.isEmpty() && !without.isEmpty()) {
      throw ScimProblem.of(Kind.VALUE, "attributes and excludedAttributes exclude each other");
    }
    return only.isEmpty() && without.isEmpty()
        ? ALL
        : new Projection(paths(kind, only), paths(kind, without));
  }

  private static List<AttributePath> paths(ResourceKind kind, String names) throws ScimProblem {
    String[] all = names.split(",", MOST + 1);
    if (all.length > MOST) {
      throw ScimProblem.of(Kind.VALUE, "there are more names of attributes than " + MOST);
    }
    List<AttributePath> paths = new ArrayList<>();
    for (String name : all) {
      AttributePath.of(kind, name.strip()).ifPresent(paths::add);
    }
    return paths;
  }

  /// Whether an attribute, or a part of it, is told.
  boolean tells(String attribute) {
    boolean out = without.stream().anyMatch(path -> path.isWhole(attribute));
    return !out
        && (only.isEmpty() || only.stream().anyMatch(path -> path.attribute().is(attribute)));
  }

  /// Returns what is told of a resource.
  ObjectNode of(ObjectNode resource) {
    ObjectNode told = ScimJson.object();
    resource
        .properties()
        .forEach(
            member -> {
              String name = member.getKey();
              if (ALWAYS.contains(name)) {
                told.set(name, member.getValue());
              } else if (tells(name)) {
                told.set(name, parts(name, member.getValue()));
              }
            });
    return told;
  }

  private JsonNode parts(String name, JsonNode value) {
    if (value instanceof ArrayNode array) {
      ArrayNode told = array.arrayNode();
      array.forEach(one -> told.add(parts(name, one)));
      return told;
    }
    return value instanceof ObjectNode whole ? parts(name, whole) : value;
  }

  private ObjectNode parts(String name, ObjectNode whole) {
    ObjectNode told = whole.deepCopy();
    told.remove(parts(name, without));
    boolean all = only.isEmpty() || only.stream().anyMatch(path -> path.isWhole(name));
    return all ? told : told.retain(parts(name, only));
  }

  /// The parts of an attribute that some paths name.
  private static List<String> parts(String name, List<AttributePath> paths) {
    return paths.stream()
        .filter(path -> path.attribute().is(name))
        .map(AttributePath::part)
        .flatMap(Optional::stream)
        .map(Attribute::name)
        .toList();
  }
}
