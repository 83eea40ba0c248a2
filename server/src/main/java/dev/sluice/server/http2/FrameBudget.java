package dev.sluice.server.http2;

/// The budget of one connection for frames that carry no part of a request, and for streams that
/// end before their answers. Requests and answers earn what comes along with them in honest use:
/// window updates, a cancelled call now and then. Confined to the loop.
///
/// What a stream costs that ends early is also taken from its client's budget.
final class FrameBudget {
  /// How many frames without a part of a request may come at once.
  private static final int FRAMES = 1000;

  private static final int FRAMES_A_SECOND = 100;

  /// What a request earns.
  private static final int PER_REQUEST = 8;

  /// So many bytes of an answer earn a frame: window updates for less are a flood.
  private static final int BYTES_PER_FRAME = 512;

  /// How many streams may end before their answers.
  private static final int RESETS = 200;

  private static final int RESETS_A_SECOND = 5;

  /// What a stream takes that the server must reset for its client's fault, such as a header block
  /// that unpacks to megabytes: it costs the server more than a cancelled call, and honest clients
  /// make none.
  private static final int PROVOKED = 5;

  /// What a connection that is ended for its client's fault takes from its client's budget.
  private static final int FAULT = 20;

  private final TokenBucket frames;
  private final TokenBucket resets;
  private final TokenBucket client;

  FrameBudget(TokenBucket client, long now) {
    this.client = client;
    this.frames = new TokenBucket(FRAMES, FRAMES_A_SECOND, now);
    this.resets = new TokenBucket(RESETS, RESETS_A_SECOND, now);
  }

  /// Takes a frame that carries no part of a request.
  ///
  /// @param weight how many usual frames it costs as much as
  /// @return whether the budget has room for it
  boolean frame(int weight, long now) {
    return frames.take(weight, now);
  }

  /// Takes a stream that ends before its answer for the client's cause.
  ///
  /// @return whether the budgets of the connection and of the client have room for it
  boolean reset(long now) {
    return take(1, now);
  }

  /// Takes a stream that the server resets for its client's fault.
  ///
  /// @return whether the budgets of the connection and of the client have room for it
  boolean provoked(long now) {
    return take(PROVOKED, now);
  }

  private boolean take(int weight, long now) {
    boolean within = resets.take(weight, now);
    return client.take(weight, now) && within;
  }

  /// Notes that the connection is ended for its client's fault.
  void fault(long now) {
    boolean _ = client.take(FAULT, now);
  }

  /// Whether the client has less of its budget left, by this connection or by others, than a
  /// connection costs that is ended for its fault.
  boolean isSpent(long now) {
    return !client.has(FAULT, now);
  }

  /// Notes a request.
  void requested(long now) {
    frames.give(PER_REQUEST, now);
  }

  /// Notes a part of an answer.
  void sent(int bytes, long now) {
    frames.give(2 + bytes / BYTES_PER_FRAME, now);
  }

  /// Notes that an answer has ended.
  void answered(long now) {
    resets.give(1, now);
    client.give(1, now);
  }
}
