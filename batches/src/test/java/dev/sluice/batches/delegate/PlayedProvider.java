package dev.sluice.batches.delegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.delegate.RemoteFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A provider's batch API in memory, whose batches end when a test says so. Safe for any thread.
public final class PlayedProvider implements RemoteBatches {
  private final Map<String, List<String>> files = new LinkedHashMap<>();
  private final Map<String, Made> batches = new LinkedHashMap<>();
  private final Map<String, List<RemoteResult>> results = new LinkedHashMap<>();
  private final List<String> cancelled = new ArrayList<>();
  private int number;
  private int polls;

  /// Failures of the next requests, by what is asked for.
  private final Map<String, List<Fault>> faults = new LinkedHashMap<>();

  private @Nullable RandomGenerator chaos;

  private Runnable uploaded = () -> {};

  /// Whether the thread that reads next is interrupted in the middle.
  private boolean stopsReading;

  /// What becomes of batches as soon as they are made; null for nothing.
  private @Nullable Script script;

  /// Ends a batch.
  public interface Script {
    /// Ends a batch of these lines, by their names.
    ///
    /// @return its results; null for a batch that has not ended
    @Nullable List<RemoteResult> run(List<String> lines);
  }

  /// A failure of a request.
  ///
  /// @param taken whether it was done although it failed
  private record Fault(RuntimeException crash, @Nullable RemoteFailure failure, boolean taken) {}

  private static final class Made {
    private final String id;
    private final String file;
    private final String mark;
    private boolean ended;
    private String why = "";
    private List<String> results = List.of();

    Made(String id, String file, String mark) {
      this.id = id;
      this.file = file;
      this.mark = mark;
    }

    RemoteBatch told() {
      return new RemoteBatch(id, ended, results, why);
    }
  }

  /// The process of the gateway has ended.
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("killed");
    }
  }

  /// Lets requests fail at random, and the process of the gateway end: some of those that fail are
  /// done nevertheless.
  ///
  /// @param other null for no more of that
  public synchronized void chaos(@Nullable RandomGenerator other) {
    chaos = other;
  }

  private @Nullable Fault atRandom() {
    RandomGenerator random = chaos;
    if (random == null || random.nextInt(4) != 0) {
      return null;
    }
    boolean taken = random.nextBoolean();
    Kind kind = taken || random.nextBoolean() ? Kind.UNKNOWN : Kind.LATER;
    boolean dies = random.nextInt(3) == 0;
    return new Fault(
        new Crash(), dies ? null : new RemoteFailure(kind, "at random", Optional.empty()), taken);
  }

  /// The marks of all batches that were made.
  public synchronized List<String> marks() {
    return batches.values().stream().map(made -> made.mark).toList();
  }

  /// Lets the next request of a kind fail.
  ///
  /// @param taken whether it was done although it failed
  public synchronized void fail(String what, Kind kind, boolean taken) {
    var why = new RemoteFailure(kind, "played " + what, Optional.empty());
    faults.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Fault(new Crash(), why, taken));
  }

  /// Lets the process of the gateway end with the next request of a kind.
  public synchronized void crash(String what, boolean taken) {
    faults.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Fault(new Crash(), null, taken));
  }

  /// Interrupts the thread that reads results next, in the middle of them.
  public synchronized void stopReading() {
    stopsReading = true;
  }

  /// Runs something with each file that is sent.
  public synchronized void onUpload(Runnable run) {
    uploaded = run;
  }

  /// Ends batches as soon as they are made, or when they are cancelled.
  public synchronized void script(Script other) {
    script = other;
  }

  /// Answers of all lines.
  public static List<RemoteResult> all(List<String> lines) {
    return lines.stream().map(PlayedProvider::said).toList();
  }

  /// An answer.
  public static RemoteResult said(String line) {
    byte[] body = ("{\"of\":\"" + line + "\"}").getBytes(UTF_8);
    return new RemoteResult(line, 200, body);
  }

  private @Nullable Fault due(String what) throws RemoteFailure {
    List<Fault> due = faults.getOrDefault(what, List.of());
    Fault fault = due.isEmpty() ? atRandom() : due.removeFirst();
    if (fault != null && !fault.taken()) {
      raise(fault);
    }
    return fault;
  }

  private static void raise(@Nullable Fault fault) throws RemoteFailure {
    if (fault == null) {
      return;
    }
    if (fault.failure() != null) {
      throw fault.failure();
    }
    throw fault.crash();
  }

  @Override
  public byte[] line(String id, String endpoint, byte[] body) {
    return (id + "\n").getBytes(UTF_8);
  }

  @Override
  public synchronized String upload(String name, byte[] lines) throws RemoteFailure {
    Fault fault = due("upload");
    String id = "file-" + number++;
    files.put(id, new String(lines, UTF_8).lines().toList());
    uploaded.run();
    raise(fault);
    return id;
  }

  @Override
  public synchronized RemoteBatch create(
      String file, String endpoint, String mark, RemoteBatches.Lines lines) throws RemoteFailure {
    Fault fault = due("create");
    var made = new Made("remote-" + number++, file, mark);
    batches.put(made.id, made);
    run(made);
    raise(fault);
    return made.told();
  }

  private void run(Made made) {
    List<RemoteResult> all =
        script == null ? null : script.run(files.getOrDefault(made.file, List.of()));
    if (all != null) {
      end(made.id, all);
    }
  }

  /// Ends a batch with these results.
  public synchronized void end(String id, List<RemoteResult> all) {
    Made made = batches.get(id);
    if (made != null && !made.ended) {
      made.ended = true;
      made.results = all.isEmpty() ? List.of() : List.of("result-" + number++);
      made.results.forEach(file -> results.put(file, all));
    }
  }

  /// Runs all batches that have not ended.
  public synchronized void runAll() {
    List.copyOf(batches.values()).forEach(this::run);
  }

  /// Forgets a batch.
  public synchronized void lose(String id) {
    batches.remove(id);
  }

  @Override
  public synchronized Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure {
    raise(due("find"));
    return batches.values().stream()
        .filter(made -> made.mark.equals(mark))
        .map(Made::told)
        .findFirst();
  }

  @Override
  public synchronized RemoteBatch get(String id) throws RemoteFailure {
    polls++;
    raise(due("get"));
    return known(id).told();
  }

  private Made known(String id) throws RemoteFailure {
    Made made = batches.get(id);
    if (made == null) {
      throw new RemoteFailure(Kind.MISSING, "no batch " + id, Optional.empty());
    }
    return made;
  }

  @Override
  public synchronized void cancel(String id) throws RemoteFailure {
    raise(due("cancel"));
    Made made = known(id);
    cancelled.add(id);
    if (made.ended) {
      throw new RemoteFailure(Kind.REFUSED, "it has ended", Optional.empty());
    }
    run(made);
  }

  @Override
  public void read(String file, ResultReceiver to)
      throws RemoteFailure, IOException, InterruptedException {
    List<RemoteResult> all;
    Fault fault;
    boolean stops;
    synchronized (this) {
      stops = stopsReading;
      stopsReading = false;
      fault = due("read");
      all = results.getOrDefault(file, List.of());
    }
    int half = fault == null && !stops ? all.size() : all.size() / 2;
    for (RemoteResult one : all.subList(0, half)) {
      to.take(one);
    }
    if (stops) {
      throw new InterruptedException("played");
    }
    raise(fault);
  }

  @Override
  public synchronized void remove(String file) throws RemoteFailure {
    raise(due("remove"));
    files.remove(file);
    results.remove(file);
  }

  /// The names of all batches that were made.
  public synchronized List<String> made() {
    return List.copyOf(batches.keySet());
  }

  /// The names of batches whose end was asked for.
  public synchronized List<String> cancelled() {
    return List.copyOf(cancelled);
  }

  /// The files that there are.
  public synchronized List<String> files() {
    var all = new ArrayList<>(files.keySet());
    all.addAll(results.keySet());
    return all;
  }

  /// How often batches were asked for.
  public synchronized int polls() {
    return polls;
  }
}
