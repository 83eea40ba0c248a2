package dev.sluice.it.matrix;

/// A client whose scenes are in a program of its own language.
///
/// @param scenes which of them, as the program is told
record ProgramClient(
    String name, String registry, String version, ClientKind kind, Program program, String scenes)
    implements MatrixClient {}
