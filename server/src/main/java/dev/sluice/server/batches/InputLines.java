package dev.sluice.server.batches;

import dev.sluice.batches.LineRules;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The lines of an input that are made of the requests in a body, while the body comes. Of the body
/// is held what stands behind the last request that is done, so that one request is held at a time.
/// For one thread.
final class InputLines {
  /// What may stand around requests: blanks, and names of members.
  private static final int SLACK = 64 * 1024;

  private final String endpoint;
  private final int most;
  private final int largest;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private byte[] held = new byte[SLACK];
  private int size;

  /// Where `held` begins in the body.
  private long base;

  private long done;
  private int count;

  /// @param endpoint the path of all lines
  /// @param most how many lines there may be
  /// @param largest how many bytes a line may have
  InputLines(String endpoint, int most, int largest) {
    this.endpoint = endpoint;
    this.most = most;
    this.largest = largest;
  }

  /// Takes a piece of the body.
  void keep(byte[] piece, int from, int length) throws ResourceFault {
    if (size - SLACK > largest) {
      throw tooLong();
    }
    if (size + length > held.length) {
      held = Arrays.copyOf(held, Math.max(size + length, 2 * size));
    }
    System.arraycopy(piece, from, held, size, length);
    size += length;
  }

  /// The text of a part of the request that is held, on one line.
  ///
  /// @param from where it begins in the body
  String text(long from, long to) {
    return new String(held, at(from), (int) (to - from), StandardCharsets.UTF_8)
        .replace('\n', ' ')
        .replace('\r', ' ');
  }

  private int at(long position) {
    return (int) (position - base);
  }

  /// Adds a line.
  ///
  /// @param customId a JSON string
  /// @param from where the body of its call begins in the body
  /// @param end where its request ends
  void add(String customId, long from, long to, long end) throws ResourceFault {
    if (count == most) {
      throw ResourceFaults.fault(
          400,
          "too_many_requests",
          "requests",
          "`requests` may have %d here (batches.lines): make several batches".formatted(most));
    }
    byte[] head =
        "{\"custom_id\":%s,\"method\":\"POST\",\"url\":\"%s\",\"body\":"
            .formatted(customId, endpoint)
            .getBytes(StandardCharsets.UTF_8);
    if (head.length + to - from + 1 > largest) {
      throw tooLong();
    }
    lines.writeBytes(head);
    onOneLine(at(from), at(to));
    lines.write('}');
    lines.write('\n');
    count++;
    done = end;
  }

  /// Line breaks of JSON stand between its values alone, where blanks do as well.
  private void onOneLine(int from, int to) {
    int at = from;
    for (int i = from; i < to; i++) {
      if (held[i] == '\n' || held[i] == '\r') {
        lines.write(held, at, i - at);
        lines.write(' ');
        at = i + 1;
      }
    }
    lines.write(held, at, to - at);
  }

  /// Takes the lines that were added since the last time, and forgets their requests.
  ByteBuffer take() {
    int over = at(done);
    System.arraycopy(held, over, held, 0, size - over);
    size -= over;
    base = done;
    ByteBuffer taken = ByteBuffer.wrap(lines.toByteArray());
    lines.reset();
    return taken;
  }

  /// How many lines there were so far.
  int count() {
    return count;
  }

  /// How many bytes of memory are held at most: the body's, and twice those of a line.
  long held() {
    return 4L * held.length;
  }

  private ResourceFault tooLong() {
    return ResourceFaults.fault(
        413,
        "request_too_large",
        "requests." + count,
        "`requests.%d` may have %d bytes (%s): make it shorter"
            .formatted(
                count,
                largest,
                largest < LineRules.LONGEST ? "server.max_body" : "which no setting changes"));
  }
}
