package dev.sluice.config.expression;

import java.util.Locale;

/// The type of a value of an expression, as far as it is known before it is evaluated.
///
/// @param kind what it is
/// @param of the type of a list's elements or of a map's values; itself [#DYNAMIC] for others
public record ValueType(Kind kind, Kind of) {
  public static final ValueType BOOL = of(Kind.BOOL);
  public static final ValueType INT = of(Kind.INT);
  public static final ValueType DOUBLE = of(Kind.DOUBLE);
  public static final ValueType STRING = of(Kind.STRING);
  public static final ValueType TIME = of(Kind.TIMESTAMP);
  static final ValueType NULL = of(Kind.NULL);
  static final ValueType CIDR = of(Kind.CIDR);

  /// A value whose type is known when it is there: a claim.
  public static final ValueType DYNAMIC = of(Kind.DYNAMIC);

  /// Texts by name.
  public static final ValueType STRINGS_BY_NAME = new ValueType(Kind.MAP, Kind.STRING);

  /// Values of any type by name.
  public static final ValueType VALUES_BY_NAME = new ValueType(Kind.MAP, Kind.DYNAMIC);

  /// The kinds of values.
  public enum Kind {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    TIMESTAMP,
    LIST,
    MAP,
    NULL,
    CIDR,
    DYNAMIC
  }

  private static ValueType of(Kind kind) {
    return new ValueType(kind, Kind.DYNAMIC);
  }

  static ValueType listOf(ValueType element) {
    return new ValueType(Kind.LIST, element.kind);
  }

  ValueType element() {
    return of(of);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /// Whether a value of this type may be one of `other`.
  boolean mayBe(Kind other) {
    return kind == other || kind == Kind.DYNAMIC;
  }

  boolean mayBeNumber() {
    return kind == Kind.INT || kind == Kind.DOUBLE || kind == Kind.DYNAMIC;
  }

  /// Whether values of both types can be equal.
  boolean comparesWith(ValueType other) {
    return mayBe(other.kind)
        || other.is(Kind.DYNAMIC)
        || (mayBeNumber() && other.mayBeNumber())
        || (is(Kind.NULL) && other.is(Kind.MAP))
        || (is(Kind.MAP) && other.is(Kind.NULL));
  }

  /// The type of a value that is of one of two types.
  ValueType or(ValueType other) {
    return equals(other) ? this : DYNAMIC;
  }

  /// The name of the type in CEL.
  String word() {
    return kind == Kind.DYNAMIC ? "dyn" : kind.name().toLowerCase(Locale.ROOT);
  }
}
