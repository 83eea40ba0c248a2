package dev.sluice.dialect.json;

/// The kind of a JSON value.
public enum JsonKind {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL
}
