package dev.sluice.internal.provider.json;

/// The kind of a JSON value.
public enum JsonKind {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL
}
