package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What was sent in a test, and what was wrong with it. Safe for any number of threads.
final class Journal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  @GuardedBy("lock")
  private final List<SentCall> calls = new ArrayList<>();

  @GuardedBy("lock")
  private final List<String> problems = new ArrayList<>();

  /// Makes the next call; to be added before another one is made.
  SentCall next(LlmApi api, ReceivedRequest request) {
    long now = System.nanoTime();
    lock.lock();
    try {
      long before = calls.isEmpty() ? now : calls.getLast().arrived();
      return new SentCall(calls.size() + 1, api, request, now, before);
    } finally {
      lock.unlock();
    }
  }

  /// Adds a call whose answer has been found: who waits for the call may end the script.
  void add(SentCall call) {
    lock.lock();
    try {
      calls.add(call);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void problem(String what) {
    lock.lock();
    try {
      problems.add(what);
    } finally {
      lock.unlock();
    }
  }

  /// Notes that there was no answer for a call, and which answers there are for others.
  void unanswered(String what, Playbook playbook) {
    StringBuilder text = new StringBuilder(what);
    playbook.unused().forEach(entry -> text.append("\n  scripted for others: ").append(entry));
    text.append(
        "\n  remedy: script it, by answers(...) or alwaysAnswers(...); or allow it, by lenient()");
    problem(text.toString());
  }

  List<SentCall> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  List<String> problems() {
    lock.lock();
    try {
      return List.copyOf(problems);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are so many calls; returns false if there are fewer in the end.
  boolean await(int least) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(Waiting.SECONDS);
      while (calls.size() < least && left > 0) {
        left = more.awaitNanos(left);
      }
      return calls.size() >= least;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      calls.clear();
      problems.clear();
    } finally {
      lock.unlock();
    }
  }
}
