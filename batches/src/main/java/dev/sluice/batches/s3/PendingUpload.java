package dev.sluice.batches.s3;

/// An upload in parts that was begun, and neither completed nor aborted.
///
/// @param name of the object, without the prefix of the configuration
/// @param id the service's name of it
/// @param begun when, in milliseconds since 1970 by this machine's clock
public record PendingUpload(String name, String id, long begun) {}
