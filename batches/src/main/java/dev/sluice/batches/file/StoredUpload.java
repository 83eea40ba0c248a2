package dev.sluice.batches.file;

/// A file that comes in parts. Instants are in milliseconds since 1970.
///
/// @param id names it, and cannot be guessed
/// @param owner whose the file will be
/// @param name of the file, for people
/// @param purpose what the file is for
/// @param bytes how many bytes all parts together must have
/// @param state how far it is
/// @param file the id of the file; empty until it is complete
/// @param created when it began
/// @param expires when it ends unless it is complete
/// @param keep how long the file is kept, in seconds; 0 for as long as others
public record StoredUpload(
    String id,
    FileOwner owner,
    String name,
    String purpose,
    long bytes,
    State state,
    String file,
    long created,
    long expires,
    long keep) {

  /// How far an upload is.
  public enum State {
    PENDING,
    COMPLETED,
    CANCELLED,
    EXPIRED
  }
}
