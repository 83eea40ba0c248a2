package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import java.util.List;

/// A scanner that finds in one pass over a request's body, as it arrives, what routing needs to
/// know, and refuses what no provider could make sense of. Confined to one thread.
public sealed interface BodyScanner permits RequestScanner, FormScanner {
  /// Makes the scanner of a body.
  ///
  /// @param boundary that of a form in parts; empty for JSON
  /// @param model as the path names it; empty where the body does
  /// @param stream whether the path asks for a stream
  /// @param owned whether an owner of state has sent the request
  /// @param metadata the members of its metadata that are asked for
  static BodyScanner of(
      Operation operation,
      String boundary,
      String model,
      boolean stream,
      boolean owned,
      MetadataMembers metadata) {
    return boundary.isEmpty()
        ? new RequestScanner(operation, model, stream, owned, metadata)
        : new FormScanner(operation, boundary, model, metadata);
  }

  /// Adds the next piece of the body, `a` from `from` to `to`, which stays the caller's. What is
  /// found to be wrong is kept for [#facts].
  void add(byte[] a, int from, int to);

  /// The most bytes of memory that the scan takes by now beyond what an ordinary one does. These
  /// bytes belong to the account of the body.
  int held();

  /// Returns the facts, when the whole body has been added.
  ///
  /// @throws InvalidRequest if the body is no request for the operation
  RequestFacts facts() throws InvalidRequest;

  /// The texts of the members of the metadata that were asked for, in their order, when the whole
  /// body has been added: empty for a member that is absent or null, and a control character
  /// (U+0000) for one that is no text, or takes more than 512 bytes.
  List<String> metadata();
}
