package dev.sluice.internal.cache;

import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sink that copies an answer as it passes, as long as it is not too large and there is memory for
/// it, and holds its end back until it is stored. An answer without content is not stored.
///
/// Confined to the loop, but for [#kept].
final class Recorder extends ForwardingSink {
  /// Headers that hold for the first call alone: how long it took, what was left of a limit.
  private static final Set<String> OF_ONE_CALL =
      Set.of("openai-processing-ms", "x-sluice-batch", Cache.HEADER);

  private static final String LIMITS = "ratelimit";

  static final int OK = 200;

  private final Reservation reservation;
  private final long largest;
  private List<byte[]> parts = new ArrayList<>();
  private @Nullable Head head;
  private long bytes = CachedAnswer.COST;

  /// Whether the answer has ended well. Written on the loop, after everything else.
  private volatile boolean whole;

  /// @param reservation the memory of the copy; stays the caller's
  /// @param largest how many bytes are kept of an answer at most, as [CachedAnswer#weight] has it
  Recorder(Sink next, Reservation reservation, long largest) {
    super(next);
    this.reservation = reservation;
    this.largest = largest;
  }

  /// Returns the answer, once it has ended well; empty where it is not to be stored. For the call's
  /// thread.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  Optional<CachedAnswer> kept(long now) {
    AttemptInfo attempt = next.info().attempt();
    boolean empty = attempt != null && attempt.isWithoutContent();
    return whole && !empty && head != null
        ? Optional.of(CachedAnswer.of(head, parts, now))
        : Optional.empty();
  }

  /// Returns the target that has given the answer, as `provider/model`; empty for none.
  String target() {
    return next.info().target();
  }

  @Override
  public void attach(AttemptInfo attempt) {
    forget();
    next.attach(attempt);
  }

  @Override
  public void head(Head received) {
    boolean keep = received.status() == OK && received.length() <= largest;
    head = keep ? lasting(received) : null;
    next.head(received.with(Cache.HEADER, "miss"));
  }

  /// Returns the head with those headers alone that hold for other calls too.
  static Head lasting(Head received) {
    Map<String, String> headers = new HashMap<>(received.headers());
    headers.keySet().removeIf(name -> OF_ONE_CALL.contains(name) || name.contains(LIMITS));
    return new Head(received.status(), headers);
  }

  @Override
  public void body(ByteBuf body) {
    if (head != null) {
      bytes += body.readableBytes() + CachedAnswer.PART_COST;
      if (bytes > largest || !reservation.resize(bytes)) {
        forget();
      } else {
        parts.add(ByteBufUtil.getBytes(body));
      }
    }
    next.body(body);
  }

  @Override
  public void end() {
    whole = true;
  }

  /// Passes the end of the answer on, if the answer has ended well.
  void tellEnd() {
    if (whole) {
      next.end();
    }
  }

  @Override
  public void reset() {
    forget();
    next.reset();
  }

  private void forget() {
    parts = new ArrayList<>();
    bytes = CachedAnswer.COST;
    head = null;
    reservation.resize(0);
  }
}
