package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An attribute of a resource (RFC 7643, 7). Immutable.
///
/// @param name as it is written; found whatever the case of its letters
/// @param many whether it has several values
/// @param required whether a resource is none without it
/// @param fixed who may write it
/// @param exact whether the case of letters counts where values are compared
/// @param unique whether no two resources have the same
/// @param words the values that are usual; none: any
/// @param kinds the kinds of resources that a reference leads to
/// @param parts the attributes that a complex one is made of
record Attribute(
    String name,
    Type type,
    boolean many,
    boolean required,
    Mutability fixed,
    boolean exact,
    boolean unique,
    List<String> words,
    List<String> kinds,
    List<Attribute> parts,
    String description) {

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
        name,
        type,
        false,
        false,
        Mutability.READ_WRITE,
        false,
        false,
        List.of(),
        List.of(),
        List.of(),
        description);
  }

  /// An attribute that is made of others.
  static Attribute complex(String name, String description, Attribute... parts) {
    return of(name, Type.COMPLEX, description).with(List.of(parts));
  }

  private Attribute with(List<Attribute> others) {
    return new Attribute(
        name, type, many, required, fixed, exact, unique, words, kinds, others, description);
  }

  Attribute several() {
    return new Attribute(
        name, type, true, required, fixed, exact, unique, words, kinds, parts, description);
  }

  Attribute needed() {
    return new Attribute(
        name, type, many, true, fixed, exact, unique, words, kinds, parts, description);
  }

  Attribute written(Mutability by) {
    return new Attribute(
        name, type, many, required, by, exact, unique, words, kinds, parts, description);
  }

  /// Only the server writes it.
  Attribute readOnly() {
    return written(Mutability.READ_ONLY);
  }

  Attribute exactly() {
    return new Attribute(
        name, type, many, required, fixed, true, unique, words, kinds, parts, description);
  }

  Attribute once() {
    return new Attribute(
        name, type, many, required, fixed, exact, true, words, kinds, parts, description);
  }

  Attribute usually(String... values) {
    return new Attribute(
        name,
        type,
        many,
        required,
        fixed,
        exact,
        unique,
        List.of(values),
        kinds,
        parts,
        description);
  }

  Attribute leadingTo(String... resources) {
    return new Attribute(
        name,
        type,
        many,
        required,
        fixed,
        exact,
        unique,
        words,
        List.of(resources),
        parts,
        description);
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
    tree.put("name", name).put("type", type.word).put("multiValued", many);
    tree.put("description", description).put("required", required);
    tree.put("mutability", fixed.word).put("returned", "default");
    if (type == Type.STRING || type == Type.REFERENCE) {
      tree.put("caseExact", exact);
    }
    tree.put("uniqueness", unique ? "server" : "none");
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
    return exact ? text : text.toLowerCase(Locale.ROOT);
  }
}
