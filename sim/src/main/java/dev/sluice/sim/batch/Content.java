package dev.sluice.sim.batch;

import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import dev.sluice.sim.wire.ReplyHead;
import java.util.Arrays;
import java.util.List;

/// Sends contents, which may be large, in pieces.
final class Content {
  private static final int PIECE = 64 * 1024;

  private Content() {}

  static HttpReply reply(List<Header> headers, String type, byte[] content) {
    ReplyHead head = new ReplyHead(200, headers, new Framing.Length(content.length));
    return new HttpReply(head, 0, pieces(content)).typed(type);
  }

  private static ReplyBody pieces(byte[] content) {
    int[] at = {0};
    return () -> {
      int from = at[0];
      if (from >= content.length) {
        return Piece.end(0, Ending.CLEAN);
      }
      at[0] = Math.min(content.length, from + PIECE);
      return Piece.data(0, Arrays.copyOfRange(content, from, at[0]));
    };
  }
}
