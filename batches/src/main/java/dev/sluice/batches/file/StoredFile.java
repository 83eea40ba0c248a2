package dev.sluice.batches.file;

/// A file that is kept. Instants are in milliseconds since 1970.
///
/// @param id names it, and cannot be guessed
/// @param team its owner, by the rules of [FileOwner]
/// @param key the key that has brought it
/// @param name for people
/// @param purpose what it is for
/// @param bytes its size
/// @param created when it was complete
/// @param expires when it ends
/// @param sha256 the SHA-256 of its content, in hexadecimal
/// @param sealed whether its content is sealed on the disk; one that is not is none of its then
public record StoredFile(
    String id,
    String team,
    String key,
    String name,
    String purpose,
    long bytes,
    long created,
    long expires,
    String sha256,
    boolean sealed) {}
