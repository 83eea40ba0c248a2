package dev.sluice.lab.prove;

/// A call that applications make.
///
/// @param number its place among the calls, from 0
/// @param due when it is made, in nanoseconds from the start
/// @param model which model it asks
/// @param streamed whether its answer is a stream
/// @param body its request, a JSON object
/// @param tokens that it reads, and writes in the mean
record PlannedCall(int number, long due, Kind model, boolean streamed, String body, double tokens) {

  /// The kind of a call, with its model and its endpoint.
  enum Kind {
    CHAT("chat", "/chat/completions"),
    EMBEDDING("embed", "/embeddings");

    private final String model;
    private final String path;

    Kind(String model, String path) {
      this.model = model;
      this.path = path;
    }

    /// The name of the model that answers it.
    String model() {
      return model;
    }

    /// Returns the endpoint, behind the base URL.
    String path() {
      return path;
    }
  }

  /// Returns the same request, planned for another time.
  PlannedCall again(int otherNumber, long otherDue) {
    return new PlannedCall(otherNumber, otherDue, model, streamed, body, tokens);
  }
}
