package dev.sluice.it.matrix;

/// A client of the table.
sealed interface MatrixClient permits JavaClient, ProgramClient {
  /// How its registry names it.
  String name();

  /// Where it comes from.
  String registry();

  String version();

  /// What it speaks.
  ClientKind kind();
}
