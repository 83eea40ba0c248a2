package dev.sluice.dialect.embed;

/// What a client has said under a name of its own dialect.
///
/// @param path of the property
record Stated<T>(String path, T value) {}
