package dev.sluice.lab.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A load of calls of several kinds, each in its turn. A connection is given up after every so many
/// answers. Confined to the loop.
final class MixedLoad extends OpenLoad {
  /// The time between bursts of calls: a thread that wakes for each call takes more of the core
  /// than the call.
  private static final long BURST = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<ByteBuf> wires;
  private final int leaveAfter;
  private int turn;
  private int answers;

  /// @param leaveAfter after how many answers, of all connections together, one of them ends
  MixedLoad(Site site, List<Payload> calls, int perSecond, int connections, int leaveAfter) {
    super(site, calls.getFirst(), perSecond, connections, BURST);
    this.wires =
        calls.stream().map(call -> Unpooled.directBuffer().writeBytes(call.wire())).toList();
    this.leaveAfter = leaveAfter;
  }

  @Override
  ByteBuf next() {
    turn = (turn + 1) % wires.size();
    return wires.get(turn).retainedDuplicate();
  }

  @Override
  void freed(LoadConnection connection) {
    if (connection.answered() && ++answers % leaveAfter == 0) {
      connection.close();
    } else {
      super.freed(connection);
    }
  }

  @Override
  public void close() {
    super.close();
    wires.forEach(ByteBuf::release);
  }
}
