package dev.sluice.dialect.embed;

/// A value that a client has given under a name of its own dialect.
///
/// @param path the path of the property
record Stated<T>(String path, T value) {}
