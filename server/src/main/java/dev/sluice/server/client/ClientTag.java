package dev.sluice.server.client;

/// A tag: something that calls are for, by which their costs are told apart.
///
/// @param name what it is called in sums and tables
/// @param source where its values come from
/// @param key the member of `metadata`, or the header in lower case
public record ClientTag(String name, Source source, String key) {
  /// The place in a request that a tag's values come from.
  public enum Source {
    /// A member of the request's `metadata`.
    METADATA,
    /// A header of the request.
    HEADER
  }
}
