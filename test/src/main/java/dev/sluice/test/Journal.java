package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What was sent in a test, and what was wrong with it. Safe for any number of threads.
final class Journal {
  @GuardedBy("this")
  private final List<SentCall> calls = new ArrayList<>();

  @GuardedBy("this")
  private final List<String> problems = new ArrayList<>();

  /// Makes the next call; to be added before another one is made.
  SentCall next(LlmApi api, ReceivedRequest request) {
    long now = System.nanoTime();
    synchronized (this) {
      long before = calls.isEmpty() ? now : calls.getLast().arrived();
      return new SentCall(calls.size() + 1, api, request, now, before);
    }
  }

  /// Adds a call whose answer has been found: who waits for the call may end the script.
  synchronized void add(SentCall call) {
    calls.add(call);
    notifyAll();
  }

  synchronized void problem(String what) {
    problems.add(what);
  }

  /// Notes that there was no answer for a call, and which answers there are for others.
  void unanswered(String what, Playbook playbook) {
    StringBuilder text = new StringBuilder(what);
    playbook.unused().forEach(entry -> text.append("\n  scripted for others: ").append(entry));
    text.append(
        "\n  remedy: script it, by answers(...) or alwaysAnswers(...); or allow it, by lenient()");
    problem(text.toString());
  }

  synchronized List<SentCall> calls() {
    return List.copyOf(calls);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /// Waits until there are so many calls; returns false if there are fewer in the end.
  synchronized boolean await(int least) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Waiting.SECONDS);
    try {
      while (calls.size() < least && System.nanoTime() - end < 0) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
      return calls.size() >= least;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  synchronized void clear() {
    calls.clear();
    problems.clear();
  }
}
