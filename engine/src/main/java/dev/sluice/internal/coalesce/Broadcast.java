package dev.sluice.internal.coalesce;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The response of a shared call: passes every event on to all of its members. Reads on while one
/// of them keeps up, so that a slow member slows no other.
///
/// On the loop of the shared call, but for what says otherwise.
final class Broadcast implements ClientResponse {
  /// How far the fastest member may be behind.
  private static final int AHEAD = CommitPoint.HELD_MAX;

  /// More than that no member leaves unread.
  private static final long HELD_MAX = Replay.WINDOW + AHEAD;

  private final Loop loop;
  private final Replay replay = new Replay();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  /// The memory of the replay, which is optional, and of the bytes that its members have not read
  /// yet where there is no room for that. Set before the shared call is started.
  private volatile Reservation memory = Reservation.NONE;

  private volatile Reservation unread = Reservation.NONE;

  // Confined to the loop.
  private @Nullable AttemptHandle source;

  private final SharedUsage usage = new SharedUsage();

  // Written on the loop.
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile @Nullable Runnable resume;

  /// A reader of the shared answer. Safe for any thread.
  interface Member {
    /// How many bytes of the body it has read.
    long read();

    /// There may be more to read.
    void signal();
  }

  Broadcast(Loop loop) {
    this.loop = loop;
  }

  /// The position where the member that starts the call begins to read. Before it is started.
  Replay.Position start() {
    return replay.start();
  }

  /// Takes the reservations for the answer's bytes, until [#close]. Before the shared call is
  /// started.
  ///
  /// @param replay for all of it
  /// @param behind for what its members have not read, where there is none for all of it
  void holds(Reservation replay, Reservation behind) {
    memory = replay;
    unread = behind;
  }

  /// No member reads any more. Safe for any thread.
  void close() {
    memory.close();
    unread.close();
  }

  /// The position where a late member begins; null when the beginning is gone. Safe for any thread.
  Replay.@Nullable Position beginning() {
    return replay.beginning();
  }

  /// Whether the answer has begun. Safe for any thread.
  boolean begun() {
    return begun;
  }

  /// Whether it has ended. Safe for any thread.
  boolean ended() {
    return ended;
  }

  /// What its members owe. Safe for any thread.
  SharedUsage usage() {
    return usage;
  }

  /// From now on `member` is notified when there is more to read. Safe for any thread.
  void add(Member member) {
    members.add(member);
  }

  /// The member is not notified any more. Safe for any thread.
  void remove(Member member) {
    members.remove(member);
  }

  /// How many bytes a member is behind that has read so many. Safe for any thread.
  long behind(long read) {
    return replay.bytes() - read;
  }

  /// A member has read on. Safe for any thread.
  void moved() {
    if (resume != null) {
      loop.execute(this::resumeIfWritable);
    }
  }

  /// There is no shared call after all. Safe for any thread.
  void callOff() {
    loop.execute(() -> publish(new ReplayEvent.Never()));
  }

  /// The sink through which the shared call's attempts are seen.
  Sink over(Sink sink) {
    return new ForwardingSink(sink) {
      @Override
      public void attach(AttemptHandle attempt) {
        source = attempt;
        usage.begin();
        publish(new ReplayEvent.Attempted(attempt.target(), attempt.because(), attempt.trace()));
        next.attach(attempt);
      }

      @Override
      public void progress(Progress progress) {
        if (progress == Progress.SENT) {
          publish(new ReplayEvent.Sent());
        }
        if (progress != Progress.CONNECTED) {
          usage.sent();
        }
        next.progress(progress);
      }

      @Override
      public void queued(Duration waited) {
        publish(new ReplayEvent.Queued(waited));
        next.queued(waited);
      }

      @Override
      public void comeBack(Duration wait) {
        publish(new ReplayEvent.ComeBack(wait));
        next.comeBack(wait);
      }

      @Override
      public void usage(Usage used) {
        usage.uses(used);
        next.usage(used);
      }

      // This method and the next one are safe for any thread.
      @Override
      public Optional<Payer.Loss.Cause> lost() {
        return usage.unclaimed() ? Optional.of(Payer.Loss.Cause.SHARED) : next.lost();
      }

      @Override
      public boolean disown() {
        return usage.disown() && next.disown();
      }

      @Override
      public void reset() {
        usage.begin();
        next.reset();
      }
    };
  }

  @Override
  public void start(Head head, long length, AttemptHistory history) {
    begun = true;
    replay.say(new ReplayEvent.Begun(head));
  }

  @Override
  public void write(ByteBuf bytes) {
    replay.say(new ReplayEvent.Part(ByteBufUtil.getBytes(bytes)));
    bytes.release();
    reserve();
    for (Member member : members) {
      if (behind(member.read()) > Replay.WINDOW) {
        member.signal();
      }
    }
  }

  /// If not even the unread bytes may be held, the call ends.
  private void reserve() {
    if (memory.resize(Math.min(replay.bytes(), HELD_MAX))) {
      return;
    }
    replay.forgetBeginning();
    if (!unread.resize(mostUnread()) && source != null) {
      source.abort(new Failed.OutOfMemory(unread.shareIsFull()));
    }
  }

  private long mostUnread() {
    long most = 0;
    for (Member member : members) {
      most = Math.max(most, Math.min(behind(member.read()), HELD_MAX));
    }
    return most;
  }

  @Override
  public void flush() {
    members.forEach(Member::signal);
  }

  @Override
  public void finish() {
    end(new Answered());
  }

  @Override
  public void refuse(Failed why, AttemptHistory history) {
    end(why);
  }

  @Override
  public void cut(Failed why) {
    end(why);
  }

  @Override
  public void finishFailed(Failed why) {
    publish(new ReplayEvent.Failure());
    end(why);
  }

  /// If no member is left, the call is about to be cancelled.
  @Override
  public boolean writable() {
    boolean nobody = true;
    for (Member member : members) {
      if (behind(member.read()) < AHEAD) {
        return true;
      }
      nobody = false;
    }
    return nobody;
  }

  @Override
  public void onWritable(Runnable task) {
    resume = task;
    loop.execute(this::resumeIfWritable);
  }

  private void resumeIfWritable() {
    Runnable task = resume;
    if (task != null && writable()) {
      resume = null;
      task.run();
    }
  }

  /// What has failed before it began is told as the gateway's loss by the attempt itself.
  private void end(Outcome outcome) {
    ended = true;
    boolean unread = outcome.isGivenUp() || (outcome.isTooLarge() && usage.written());
    usage.end(begun || outcome instanceof Answered || unread);
    publish(new ReplayEvent.Ended(outcome, usage));
  }

  private void publish(ReplayEvent event) {
    replay.say(event);
    flush();
  }
}
