package dev.sluice.server.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.head.Names;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Reservation;
import java.io.IOException;
import java.util.Map;

/// JSON that is too long to be sent at once, as that of a page: it goes in pieces, at the pace of
/// its client.
final class LongJson {
  /// The longest that is sent at once, in characters.
  private static final int SHORT = 16 * 1024;

  private static final int PIECE = 64 * 1024;

  /// What a character takes at most, as text and as bytes.
  private static final int COSTS = 6;

  private LongJson() {}

  static boolean isLong(String json) {
    return json.length() > SHORT;
  }

  /// Answers with it.
  ///
  /// @param memory for it
  static void send(String json, Reservation memory, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    if (!memory.resize((long) COSTS * json.length())) {
      throw new ResourceFault(RequestErrors.NO_ROOM);
    }
    byte[] bytes = json.getBytes(UTF_8);
    ResourceReply.Content to = reply.content(200, Names.JSON.toString(), Map.of(), bytes.length);
    for (int at = 0; at < bytes.length; at += PIECE) {
      to.write(bytes, at, Math.min(PIECE, bytes.length - at));
    }
    to.finish();
  }
}
