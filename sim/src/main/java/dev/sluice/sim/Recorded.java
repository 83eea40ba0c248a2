package dev.sluice.sim;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery.Finish;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The requests that a simulator has received, for tests and labs. Safe for any number of threads.
public final class Recorded {
  private static final int MOST_KINDS = 10_000;

  private final int keep;
  private final ConcurrentHashMap<Kind, LongAdder> calls = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Bill> bills = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Bill> lineBills = new ConcurrentHashMap<>();
  private final LongAdder left = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder input = new LongAdder();
  private final LongAdder cached = new LongAdder();
  private final DoubleAdder cost = new DoubleAdder();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  private volatile Watcher watcher = (_, _) -> {};

  @GuardedBy("requests")
  private final ArrayDeque<ReceivedRequest> requests = new ArrayDeque<>();

  /// Is told of every request when its answer begins, on the loop of its connection.
  @FunctionalInterface
  public interface Watcher {

    /// Notes that a request has come and its answer begins.
    ///
    /// @param fault what strikes it; null for none
    void began(ReceivedRequest request, @Nullable FaultCall fault);
  }

  /// The key by which calls are counted.
  ///
  /// @param path as asked, without the query; empty where more than 10,000 kinds have come before
  /// @param model as asked; empty if there is none, or no such one
  /// @param status of the answer; 0 if it has no head at all
  public record Kind(String path, String model, int status) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }
  }

  /// What a provider charges for calls, or lines of batches, to one model: those that it has begun
  /// to answer without an error, each when its answer has ended. Of an answer that nobody waits for
  /// any more it is what was written until then. In tokens.
  ///
  /// @param input tokens read, cached ones included
  /// @param cached those of them that were in the prompt cache
  /// @param output tokens written
  public record Bill(long calls, long input, long cached, long output) {
    /// The bill of a call that costs nothing.
    public static final Bill NONE = new Bill(0, 0, 0, 0);

    /// Returns the sum of this bill and `other`.
    public Bill and(Bill other) {
      return new Bill(
          calls + other.calls, input + other.input, cached + other.cached, output + other.output);
    }
  }

  /// Makes the record of a provider that has received nothing yet.
  ///
  /// @param keep how many of the last requests
  Recorded(int keep) {
    this.keep = keep;
  }

  /// Returns how many calls of each kind there were, in the order of kinds.
  public Map<Kind, Long> calls() {
    Map<Kind, Long> result = new TreeMap<>();
    calls.forEach((kind, count) -> result.put(kind, count.sum()));
    return result;
  }

  /// How many calls there were of such kinds.
  public long calls(Predicate<Kind> kinds) {
    return calls.entrySet().stream()
        .filter(e -> kinds.test(e.getKey()))
        .mapToLong(e -> e.getValue().sum())
        .sum();
  }

  /// Returns how many calls there were in all.
  public long count() {
    return calls(_ -> true);
  }

  /// How many clients left before their answer was complete, or while there was none.
  public long left() {
    return left.sum();
  }

  /// Returns how many connections were accepted.
  public long connections() {
    return connections.sum();
  }

  /// Returns how many connections are open.
  public int open() {
    return open.get();
  }

  /// Returns how many answers are under way.
  public int inFlight() {
    return inFlight.get();
  }

  /// The last requests, the oldest first; as many as the scenario says.
  public List<ReceivedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /// Notifies `watcher`, and no other, of all requests to come.
  public void watch(Watcher other) {
    watcher = other;
  }

  /// Returns how many input tokens were charged, those in the prompt cache included.
  public long inputTokens() {
    return input.sum();
  }

  /// Returns how many of the charged input tokens the prompt cache knew.
  public long cachedTokens() {
    return cached.sum();
  }

  /// What all input has cost, in tokens at the full price.
  public double inputCost() {
    return cost.sum();
  }

  /// Returns what calls to a model have cost so far.
  ///
  /// @param model as asked
  public Bill bill(String model) {
    return bills.getOrDefault(model, Bill.NONE);
  }

  void billed(String model, Bill more) {
    bills.merge(model, more, Bill::and);
  }

  /// Returns what lines of batches have cost at a model so far, apart from calls: those that are
  /// results without an error, each once, when their batch has ended.
  ///
  /// @param model as asked
  public Bill lineBill(String model) {
    return lineBills.getOrDefault(model, Bill.NONE);
  }

  void billedLine(String model, Bill more) {
    lineBills.merge(model, more, Bill::and);
  }

  void read(long tokens, long known, double price) {
    input.add(tokens);
    cached.add(known);
    cost.add(price);
  }

  void opened() {
    connections.increment();
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void began(ReceivedRequest request, String model, int status, @Nullable FaultCall fault) {
    inFlight.incrementAndGet();
    watcher.began(request, fault);
    Kind asked = new Kind(request.path(), model, status);
    boolean full = calls.size() >= MOST_KINDS && !calls.containsKey(asked);
    Kind kind = full ? new Kind("", model, status) : asked;
    LongAdder count = calls.get(kind);
    (count == null ? calls.computeIfAbsent(kind, _ -> new LongAdder()) : count).increment();
    if (keep > 0) {
      remember(request);
    }
  }

  void ended(Finish how) {
    inFlight.decrementAndGet();
    if (how == Finish.LEFT) {
      left.increment();
    }
  }

  private void remember(ReceivedRequest request) {
    synchronized (requests) {
      if (requests.size() == keep) {
        requests.removeFirst();
      }
      requests.addLast(request);
    }
  }
}
