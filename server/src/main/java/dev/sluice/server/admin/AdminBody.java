package dev.sluice.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The body of a request that changes something, while it arrives. Confined to its loop.
final class AdminBody {
  private static final int LARGEST = 64 << 10;

  private final HttpRequest head;
  private final int largest;
  private final Function<String, Optional<? extends Supplier<Page>>> answer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// @param largest the most that it may have, in bytes
  /// @param answer finds the page of the request with its whole body
  AdminBody(
      HttpRequest head, int largest, Function<String, Optional<? extends Supplier<Page>>> answer) {
    this.head = head;
    this.largest = largest;
    this.answer = answer;
  }

  /// A body of the usual size.
  AdminBody(HttpRequest head, Function<String, Optional<? extends Supplier<Page>>> answer) {
    this(head, LARGEST, answer);
  }

  /// The most that it may have, in KiB.
  int largest() {
    return largest >> 10;
  }

  HttpRequest head() {
    return head;
  }

  /// Takes a part; `more` stays the caller's.
  ///
  /// @return whether the whole is not too large
  boolean add(ByteBuf more) {
    if (bytes.size() + more.readableBytes() > largest) {
      return false;
    }
    byte[] part = new byte[more.readableBytes()];
    more.getBytes(more.readerIndex(), part);
    bytes.writeBytes(part);
    return true;
  }

  /// The page of the request, once its body is whole.
  Optional<? extends Supplier<Page>> page() {
    return answer.apply(bytes.toString(StandardCharsets.UTF_8));
  }
}
