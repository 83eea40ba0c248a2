package dev.sluice.cache;

import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Head;
import dev.sluice.call.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies an answer as it passes, as long as it is not too large. The answer to another call, which
/// this one shares, is left to that one.
///
/// Confined to the loop, but for [#kept].
final class Recorder extends ForwardingSink {
  /// What holds for the first call alone: what was left of a limit, how long it took.
  private static final Set<String> PASSING =
      Set.of(
          "openai-processing-ms",
          "x-ratelimit-limit-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-remaining-tokens",
          "x-ratelimit-reset-requests",
          "x-ratelimit-reset-tokens");

  private final long largest;
  private List<byte[]> parts = new ArrayList<>();
  private @Nullable Head head;
  private long bytes;

  /// Written on the loop when the answer has ended well, after everything else.
  private volatile boolean whole;

  /// @param largest how many bytes are copied at most
  Recorder(Sink next, long largest) {
    super(next);
    this.largest = largest;
  }

  /// The answer, once it has ended well; empty where it is not to be kept. For the call's thread.
  ///
  /// @param now on [dev.sluice.call.Clock#nanos]
  Optional<Kept> kept(long now) {
    return whole && head != null ? Optional.of(Kept.of(head, parts, now)) : Optional.empty();
  }

  @Override
  public void attach(Feed feed) {
    forget();
    next.attach(feed);
  }

  @Override
  public void head(Head said) {
    boolean others = "coalesced".equals(said.headers().get(Cache.HEADER));
    head = others || said.status() != 200 ? null : lasting(said);
    next.head(others ? said : said.with(Cache.HEADER, "miss"));
  }

  private static Head lasting(Head said) {
    Map<String, String> headers = new HashMap<>(said.headers());
    headers.keySet().removeAll(PASSING);
    headers.remove(Cache.HEADER);
    return new Head(said.status(), headers);
  }

  @Override
  public void body(ByteBuf body) {
    if (head != null) {
      bytes += body.readableBytes();
      if (bytes > largest) {
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
    next.end();
  }

  @Override
  public void reset() {
    forget();
    next.reset();
  }

  private void forget() {
    parts = new ArrayList<>();
    bytes = 0;
    head = null;
  }
}
