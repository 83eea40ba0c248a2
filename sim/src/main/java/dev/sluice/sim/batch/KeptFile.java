package dev.sluice.sim.batch;

/// A file that is kept.
///
/// @param owner the key that it came with; empty for none
/// @param content not to be changed
/// @param created seconds since 1970
/// @param ready when it is no longer pending, in nanoseconds
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptFile(
    BatchDialect dialect,
    String id,
    String owner,
    String purpose,
    String name,
    String type,
    byte[] content,
    long created,
    long ready) {}
