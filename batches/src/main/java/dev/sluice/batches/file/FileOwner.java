package dev.sluice.batches.file;

/// The owner of a file.
///
/// @param team its owner: what the keys of a team have in common, or a key that is a team of its
///   own; compared, never shown
/// @param key the key that brings the file, by its name, or its id in a store
public record FileOwner(String team, String key) {}
