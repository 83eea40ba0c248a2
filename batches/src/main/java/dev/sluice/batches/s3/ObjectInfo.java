package dev.sluice.batches.s3;

/// An object, or an upload in parts, as a list names it.
///
/// @param name without the prefix of the configuration
/// @param bytes its size; 0 of an upload
/// @param changed when it was made, in milliseconds since 1970 by this machine's clock
public record ObjectInfo(String name, long bytes, long changed) {}
