package dev.sluice.internal.translate;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.SegmentedBytes;
import dev.sluice.dialect.json.HeapMeter;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sink that holds one attempt's whole answer until it has ended, since it is translated as a
/// whole. Confined to the loop; the held answer is for the call's thread, after the attempt.
final class HeldAnswer extends ForwardingSink {
  private final TranslatedHeads heads;
  private final Reservation reservation;

  /// The bytes that are reserved for something else.
  private final long others;

  private final SegmentedBytes held = new SegmentedBytes();
  private Head head = new Head(200, Map.of());
  private @Nullable Failed failed;

  /// @param reservation the memory of the answer and its translation; stays the caller's
  /// @param others the bytes that are reserved in `reservation` already
  HeldAnswer(Sink next, TranslatedHeads heads, Reservation reservation, long others) {
    super(next);
    this.others = others;
    this.heads = heads;
    this.reservation = reservation;
  }

  /// Keeps the head. The head of an error has no answer behind it and is passed on.
  @Override
  public void head(Head head) {
    this.head = head;
    if (head.status() > 299) {
      next.head(heads.of(head));
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    try {
      if (failed == null && reservation.resize(reserved(bytes.readableBytes()))) {
        held.add(bytes);
      } else if (failed == null) {
        fail(new Failed.OutOfMemory(reservation.shareIsFull()));
      }
    } finally {
      bytes.release();
    }
  }

  /// Returns how many bytes to reserve. The segments are there until they have been joined.
  private long reserved(int more) {
    return others + held.with(more) + held.size() + more;
  }

  /// Returns a meter of what is built of the answer.
  ///
  /// @param body the bytes that were received
  HeapMeter meter(byte[] body) {
    long whole = others + body.length;
    return new HeapMeter(built -> reservation.resize(whole + built));
  }

  private void fail(Failed why) {
    failed = why;
    AttemptInfo attempt = info().attempt();
    if (attempt != null) {
      attempt.abort(why);
    }
  }

  /// Drops the end, since the translation is passed on instead.
  @Override
  public void end() {}

  /// Returns the outcome of the attempt, given what the provider's scanner says of it.
  Outcome verdict(Outcome provider) {
    return failed == null ? provider : failed;
  }

  /// Returns the bytes that were received, which are joined here and nowhere before.
  byte[] body() {
    byte[] body = held.joined();
    held.clear();
    return body;
  }

  /// Returns the usage of the attempt.
  Usage usage() {
    AttemptInfo attempt = info().attempt();
    return attempt == null ? Usage.NONE : attempt.usage();
  }

  /// Returns the answer for the client, of which nothing was dropped.
  BufferedAnswer answer(byte[] translated) {
    return answer(translated, List.of());
  }

  /// Returns the answer for the client, with an estimate of the tokens of its input.
  BufferedAnswer estimated(byte[] translated) {
    BufferedAnswer answer = answer(translated);
    Head head = answer.head().with(EstimatedCount.HEADER, EstimatedCount.INPUT);
    return new BufferedAnswer(head, List.of(translated), usage());
  }

  /// Returns the answer for the client, which alone is held from now on.
  ///
  /// @param dropped the paths of what the client's dialect cannot say
  BufferedAnswer answer(byte[] translated, List<String> dropped) {
    reservation.resize(others + translated.length);
    Head out = heads.of(head, dropped).with("content-length", String.valueOf(translated.length));
    return new BufferedAnswer(out, List.of(translated), usage());
  }
}
