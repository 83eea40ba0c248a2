package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An attribute of a resource (RFC 7643, 7). Immutable.
///
/// @param name as it is written; found whatever the case of its letters
/// @param traits what is true of its values
/// @param fixed who may write it
/// @param words the values that are usual; none: any
/// @param kinds the kinds of resources that a reference leads to
/// @param parts the attributes that a complex one is made of
record Attribute(
    String name,
    Type type,
    Set<Trait> traits,
    Mutability fixed,
    List<String> words,
    List<String> kinds,
    List<Attribute> parts,
    String description) {

  /// What may be true of the values of an attribute.
  enum Trait {
    /// There are several.
    MANY,
    /// A resource is none without one.
    REQUIRED,
    /// The case of letters counts where values are compared.
    EXACT,
    /// No two resources have the same.
    UNIQUE
  }

  /// What values are.
  enum Type {
    STRING("string"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    REFERENCE("reference"),
    DATE_TIME("dateTime"),
    COMPLEX("complex");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// The ways to write a value.
  enum Mutability {
    READ_WRITE("readWrite"),
    READ_ONLY("readOnly"),
    IMMUTABLE("immutable");

    private final String word;

    Mutability(String word) {
      this.word = word;
    }
  }

  Attribute {
    traits = Set.copyOf(traits);
    words = List.copyOf(words);
    kinds = List.copyOf(kinds);
    parts = List.copyOf(parts);
  }

  /// A text with one value that may be written.
  static Attribute text(String name, String description) {
    return of(name, Type.STRING, description);
  }

  /// An attribute with one value that may be written.
  static Attribute of(String name, Type type, String description) {
    return new Attribute(
        name, type, Set.of(), Mutability.READ_WRITE, List.of(), List.of(), List.of(), description);
  }

  /// An attribute that is made of others.
  static Attribute complex(String name, String description, Attribute... parts) {
    return of(name, Type.COMPLEX, description).with(List.of(parts));
  }

  private Attribute with(List<Attribute> others) {
    return new Attribute(name, type, traits, fixed, words, kinds, others, description);
  }

  private Attribute with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Attribute(name, type, more, fixed, words, kinds, parts, description);
  }

  Attribute several() {
    return with(Trait.MANY);
  }

  Attribute needed() {
    return with(Trait.REQUIRED);
  }

  Attribute written(Mutability by) {
    return new Attribute(name, type, traits, by, words, kinds, parts, description);
  }

  /// Only the server writes it.
  Attribute readOnly() {
    return written(Mutability.READ_ONLY);
  }

  Attribute exactly() {
    return with(Trait.EXACT);
  }

  Attribute once() {
    return with(Trait.UNIQUE);
  }

  Attribute usually(String... values) {
    List<String> usual = List.of(values);
    return new Attribute(name, type, traits, fixed, usual, kinds, parts, description);
  }

  Attribute leadingTo(String... resources) {
    List<String> ends = List.of(resources);
    return new Attribute(name, type, traits, fixed, words, ends, parts, description);
  }

  /// Whether there are several values.
  boolean many() {
    return traits.contains(Trait.MANY);
  }

  /// Whether a resource is none without a value.
  boolean required() {
    return traits.contains(Trait.REQUIRED);
  }

  boolean isComplex() {
    return type == Type.COMPLEX;
  }

  boolean isReadOnly() {
    return fixed == Mutability.READ_ONLY;
  }

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /// The part of a name, whatever the case of its letters.
  Optional<Attribute> part(String other) {
    return find(parts, other);
  }

  /// The one of some attributes with a name, whatever the case of its letters.
  static Optional<Attribute> find(List<Attribute> all, String name) {
    return all.stream().filter(one -> one.is(name)).findFirst();
  }

  /// As `/Schemas` tells it.
  ObjectNode json() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("name", name).put("type", type.word).put("multiValued", many());
    tree.put("description", description).put("required", required());
    tree.put("mutability", fixed.word).put("returned", "default");
    if (type == Type.STRING || type == Type.REFERENCE) {
      tree.put("caseExact", traits.contains(Trait.EXACT));
    }
    tree.put("uniqueness", traits.contains(Trait.UNIQUE) ? "server" : "none");
    texts(tree, "canonicalValues", words);
    texts(tree, "referenceTypes", kinds);
    if (isComplex()) {
      ArrayNode array = tree.putArray("subAttributes");
      parts.forEach(part -> array.add(part.json()));
    }
    return tree;
  }

  private static void texts(ObjectNode tree, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = tree.putArray(name);
      texts.forEach(array::add);
    }
  }

  /// A text as it is compared.
  String compared(String text) {
    return traits.contains(Trait.EXACT) ? text : text.toLowerCase(Locale.ROOT);
  }
}
