package dev.sluice.internal.coalesce;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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

  /// The most bytes of the answer that a member can leave unread.
  private static final long HELD_MAX = Replay.WINDOW + AHEAD;

  private final Loop loop;
  private final Replay replay = new Replay();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  /// The memory of the whole replay, which is optional. Set before the shared call is started.
  private volatile Reservation replayReservation = Reservation.NONE;

  /// The memory of the bytes that members have not read yet, for when the whole replay has no
  /// reservation. Set before the shared call is started.
  private volatile Reservation unreadReservation = Reservation.NONE;

  /// The record of the shared call; null until it is started.
  private volatile @Nullable CallInfo info;

  // Confined to the loop.
  private @Nullable AttemptInfo source;

  private final SharedUsage usage = new SharedUsage();

  /// What the shared call asks for; set before the call is made.
  private volatile PricedExtras asked = PricedExtras.NONE;

  // Written on the loop.
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile @Nullable Runnable resume;

  /// A reader of the shared answer. Safe for any thread.
  interface Member {
    /// Returns how many bytes of the body this member has read.
    long read();

    /// Tells the member that there may be more to read.
    void signal();
  }

  Broadcast(Loop loop) {
    this.loop = loop;
  }

  /// Returns the position where the member that starts the call begins to read. Called before the
  /// call is started.
  Replay.Position start() {
    return replay.start();
  }

  /// Takes the reservations for the answer's bytes, until [#close]. Called before the shared call
  /// is started.
  ///
  /// @param replayReservation holds the memory of the whole answer
  /// @param unreadReservation holds the memory of what members have not read, once there is none
  ///   for the whole answer
  void holds(Reservation replayReservation, Reservation unreadReservation) {
    this.replayReservation = replayReservation;
    this.unreadReservation = unreadReservation;
  }

  /// Notes what the shared call asks for beside text.
  void asks(PricedExtras extras) {
    asked = extras;
  }

  /// Closes both reservations, when no member reads any more. Safe for any thread.
  void close() {
    replayReservation.close();
    unreadReservation.close();
  }

  /// Returns the position where a late member begins; null when the beginning is gone. Safe for any
  /// thread.
  Replay.@Nullable Position beginning() {
    return replay.beginning();
  }

  /// Whether the answer has begun. Safe for any thread.
  boolean begun() {
    return begun;
  }

  /// Whether the answer has ended. Safe for any thread.
  boolean ended() {
    return ended;
  }

  /// Returns what the members owe for the shared call. Safe for any thread.
  SharedUsage usage() {
    return usage;
  }

  /// Adds a member, which is notified from now on when there is more to read. Safe for any thread.
  void add(Member member) {
    members.add(member);
  }

  /// Removes a member, which is not notified any more. Safe for any thread.
  void remove(Member member) {
    members.remove(member);
  }

  /// Returns how many bytes a member is behind that has read `read` bytes. Safe for any thread.
  long behind(long read) {
    return replay.bytes() - read;
  }

  /// Resumes the provider where it waits for members, since one has read on. Safe for any thread.
  void moved() {
    if (resume != null) {
      loop.execute(this::resumeIfWritable);
    }
  }

  /// Tells all members that there is no shared call after all, so that each makes its own. Safe for
  /// any thread.
  void callOff() {
    loop.execute(() -> publish(new ReplayEvent.Never()));
  }

  /// Returns a sink in front of `sink` through which members see the shared call's attempts.
  Sink over(Sink sink) {
    info = sink.info();
    return new Members(sink);
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

  /// Reserves the memory of what has been written. Ends the call if there is none even for the
  /// unread bytes.
  private void reserve() {
    if (replayReservation.resize(Math.min(replay.bytes(), HELD_MAX))) {
      return;
    }
    replay.forgetBeginning();
    if (!unreadReservation.resize(mostUnread()) && source != null) {
      source.abort(new Failed.OutOfMemory(unreadReservation.shareIsFull()));
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

  /// Whether any member wants more soon. Without a member the answer is: yes, since the call is
  /// about to be cancelled.
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

  /// Publishes the end of the answer. An attempt that failed before it began has itself told its
  /// cost as the gateway's loss.
  private void end(Outcome outcome) {
    ended = true;
    uses();
    boolean unread = outcome.isGivenUp() || (outcome.isTooLarge() && usage.written());
    usage.end(begun || outcome instanceof Answered || unread);
    publish(new ReplayEvent.Ended(outcome, usage));
  }

  private void publish(ReplayEvent event) {
    replay.say(event);
    flush();
  }

  /// Notes what the answer has used so far, with what it goes on with.
  private void uses() {
    CallInfo record = info;
    if (record != null) {
      Usage used = record.usage();
      if (record.sent() || !used.equals(Usage.NONE)) {
        // Units that no answer tells are divided with all else.
        usage.uses(used.equals(Usage.NONE) ? used : used.withUnits(asked));
      }
    }
  }

  /// A sink that tells the members of attempts.
  private final class Members extends ForwardingSink implements AttemptInfo.Debtor {
    Members(Sink next) {
      super(next);
    }

    @Override
    public void attach(AttemptInfo attempt) {
      source = attempt;
      usage.begin();
      attempt.owedBy(this);
      next.attach(attempt);
      uses();
      publish(new ReplayEvent.Attempted(attempt));
    }

    @Override
    public void signal(Signal signal) {
      switch (signal) {
        case Signal.Queued _, Signal.ComeBack _ -> publish(new ReplayEvent.Signalled(signal));
        case Signal.Alive(), Signal.Whole() -> {}
      }
      next.signal(signal);
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
    public void flush() {
      uses();
      next.flush();
    }

    // This method and the next one are safe for any thread.
    @Override
    public Optional<Payer.Loss.Cause> lost() {
      return usage.unclaimed() ? Optional.of(Payer.Loss.Cause.SHARED) : Optional.empty();
    }

    @Override
    public boolean disown() {
      return usage.disown();
    }

    @Override
    public void reset() {
      usage.begin();
      next.reset();
    }
  }
}
