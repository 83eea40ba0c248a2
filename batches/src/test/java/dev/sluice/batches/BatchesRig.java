package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.LineAnswer.NoAnswer;
import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.batches.file.ContentReader;
import dev.sluice.batches.file.ContentWriter;
import dev.sluice.batches.file.FileOwner;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.SmallDisk;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.testing.Memory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The batches of one process, with a store, files, and a caller that answers by a script.
final class BatchesRig implements AutoCloseable {
  static final String TEAM = "team blue";
  static final FileOwner OWNER = new FileOwner(TEAM, "key-1");

  final Accounts accounts;
  final FileStore files;
  final Batches batches;

  /// The same as OpenAI's API sees them.
  final ApiBatches api;

  final ScriptedCaller caller;

  BatchesRig(StoreConfig store, FilesConfig files, ScriptedCaller caller, String process)
      throws Exception {
    this(store, files, caller, process, usual(files.folder().resolve("batches")));
  }

  BatchesRig(
      StoreConfig store,
      FilesConfig files,
      ScriptedCaller caller,
      String process,
      BatchesConfig config)
      throws Exception {
    this(
        store,
        caller,
        process,
        config,
        accounts -> FileStore.open(files, accounts, Clock.SYSTEM, new SecureRandom()));
  }

  /// Files on a disk of a test's own.
  BatchesRig(StoreConfig store, FilesConfig files, ScriptedCaller caller, SmallDisk disk)
      throws Exception {
    this(
        store,
        caller,
        "one",
        usual(files.folder().resolve("batches")),
        accounts -> disk.open(files, accounts));
  }

  /// Batches at a time of a test's own.
  BatchesRig(StoreConfig store, FilesConfig files, ScriptedCaller caller, Clock clock)
      throws Exception {
    this(
        store,
        caller,
        "one",
        usual(files.folder().resolve("batches")),
        accounts -> FileStore.open(files, accounts, Clock.SYSTEM, new SecureRandom()),
        clock);
  }

  private BatchesRig(
      StoreConfig store,
      ScriptedCaller caller,
      String process,
      BatchesConfig config,
      Opening opening)
      throws Exception {
    this(store, caller, process, config, opening, Clock.SYSTEM);
  }

  /// Batches that a provider can run.
  BatchesRig(
      StoreConfig store,
      FilesConfig files,
      ScriptedCaller caller,
      String process,
      PlayedDelegates delegates,
      DelegateConfig how)
      throws Exception {
    this(
        store,
        caller,
        process,
        new BatchesConfig(
            files.folder().resolve("batches"),
            BatchesConfig.LINES,
            BatchesConfig.WINDOW,
            BatchesConfig.WAITING,
            BatchesConfig.RUNNING,
            BatchesConfig.RETENTION,
            how),
        accounts -> FileStore.open(files, accounts, Clock.SYSTEM, new SecureRandom()),
        Clock.SYSTEM,
        delegates);
  }

  /// Batches that a provider can run, at a time and with a window of a test's own.
  BatchesRig(
      StoreConfig store,
      FilesConfig files,
      ScriptedCaller caller,
      PlayedDelegates delegates,
      DelegateConfig how,
      Clock clock,
      Duration window)
      throws Exception {
    this(
        store,
        caller,
        "one",
        new BatchesConfig(
            files.folder().resolve("batches"),
            BatchesConfig.LINES,
            window,
            BatchesConfig.WAITING,
            BatchesConfig.RUNNING,
            BatchesConfig.RETENTION,
            how),
        accounts -> FileStore.open(files, accounts, Clock.SYSTEM, new SecureRandom()),
        clock,
        delegates);
  }

  private BatchesRig(
      StoreConfig store,
      ScriptedCaller caller,
      String process,
      BatchesConfig config,
      Opening opening,
      Clock clock)
      throws Exception {
    this(store, caller, process, config, opening, clock, new NoDelegates());
  }

  private BatchesRig(
      StoreConfig store,
      ScriptedCaller caller,
      String process,
      BatchesConfig config,
      Opening opening,
      Clock clock,
      Delegates delegates)
      throws Exception {
    this.caller = caller;
    this.accounts = Accounts.open(store, Clock.SYSTEM);
    this.files = opening.open(accounts);
    this.batches =
        Batches.of(
            config,
            new Batches.Parts(
                this.files,
                accounts,
                caller,
                delegates,
                process,
                "node " + process,
                clock,
                new SecureRandom(),
                BatchListener.NONE));
    this.api = batches.by(ClientApi.OPENAI);
  }

  private interface Opening {
    FileStore open(Accounts accounts) throws Exception;
  }

  BatchesRig started() {
    batches.start();
    return this;
  }

  /// Calls lines by a script, on threads of their own, and counts them.
  static final class ScriptedCaller implements LineCaller {
    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();

    /// How many calls were left before they had an answer.
    final AtomicInteger left = new AtomicInteger();

    /// How many bytes a body may have.
    volatile int largest = 1 << 20;

    /// The memory that lines and parts are read into.
    final Memory memory = new Memory();

    /// How often there was none, and the most that was reserved at a time.
    final AtomicInteger crowded = new AtomicInteger();

    final AtomicLong most = new AtomicLong();

    /// Answers a line that was called so often before; empty to hold it until it is left or
    /// released.
    volatile BiFunction<LineCall, Integer, Optional<LineAnswer>> script =
        (call, _) -> Optional.of(said(call));

    static Result said(LineCall call) {
      return new Result(200, call.id(), "{\"ok\":true}".getBytes(UTF_8), new Tokens(4, 1, 3, 2));
    }

    @Override
    public int largest() {
      return largest;
    }

    @Override
    public LineRules.Models models(BatchOrder order) {
      return model -> model.equals("m") ? Optional.empty() : Optional.of("no model " + model);
    }

    @Override
    public Optional<Reservation> memory(long bytes) {
      Reservation held = memory.reserve(MemoryBudget.Use.BODY, "");
      if (!held.resize(bytes)) {
        int _ = crowded.incrementAndGet();
        return Optional.empty();
      }
      long _ = most.accumulateAndGet(bytes, Math::max);
      return Optional.of(held);
    }

    @Override
    public Runnable call(LineCall call, LineReceiver then) {
      int before = calls.merge(call.id(), 1, Integer::sum) - 1;
      var done = new AtomicBoolean();
      Consumer<LineAnswer> once =
          answer -> {
            if (done.compareAndSet(false, true)) {
              then.answered(answer);
            }
          };
      Optional<LineAnswer> answer = script.apply(call, before);
      if (answer.isEmpty()) {
        held.add(() -> once.accept(said(call)));
      } else {
        var _ = Thread.startVirtualThread(() -> once.accept(answer.get()));
      }
      return () -> {
        if (done.compareAndSet(false, true)) {
          int _ = left.incrementAndGet();
          then.answered(new NoAnswer());
        }
      };
    }

    void release() {
      for (Runnable one = held.poll(); one != null; one = held.poll()) {
        one.run();
      }
    }

    int total() {
      return calls.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /// Keeps an input for batches.
  StoredFile input(byte[] bytes) throws Exception {
    return input(bytes, NewFile.BATCH);
  }

  StoredFile input(byte[] bytes, String purpose) throws Exception {
    return input(OWNER, bytes, purpose);
  }

  private StoredFile input(FileOwner owner, byte[] bytes, String purpose) throws Exception {
    try (ContentWriter writer = files.create(owner, new NewFile("in.jsonl", purpose, 0))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit();
    }
  }

  static BatchOrder order(String input) {
    return order(TEAM, input);
  }

  private static BatchOrder order(String team, String input) {
    return new BatchOrder(team, "key-1", "/v1/embeddings", input, 0, Map.of("a", "b"), Map.of());
  }

  /// The same by another API.
  static BatchOrder order(ClientApi api, String input) {
    BatchOrder order = order(input);
    return new BatchOrder(
        api,
        order.team(),
        order.key(),
        order.endpoint(),
        input,
        0,
        order.metadata(),
        order.headers());
  }

  /// Removes the row of a batch's input, which the batch holds otherwise.
  void forgetInput(Batch batch) throws Exception {
    int _ =
        new BatchRows(accounts)
            .write(sql -> sql.update("delete from files where id = ?", batch.order().input()));
  }

  /// Makes a batch of so many lines.
  Batch make(int lines) throws Exception {
    return batches.create(order(input(MemoryInput.ofLines(lines).bytes()).id()));
  }

  /// Makes a batch of so many lines of another team.
  Batch make(String team, int lines) throws Exception {
    byte[] bytes = MemoryInput.ofLines(lines).bytes();
    String input = input(new FileOwner(team, "key-2"), bytes, NewFile.BATCH).id();
    return batches.create(order(team, input));
  }

  /// Waits until a batch is as it should be.
  Batch awaitBatch(String id, Predicate<Batch> wanted) {
    return awaitBatch(TEAM, id, wanted);
  }

  private Batch awaitBatch(String team, String id, Predicate<Batch> wanted) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> api.find(team, id).orElseThrow(), wanted);
  }

  Batch awaitEnd(String id) {
    return awaitEnd(TEAM, id);
  }

  Batch awaitEnd(String team, String id) {
    return awaitBatch(team, id, batch -> batch.state().isOver());
  }

  /// The lines of a file of results.
  List<String> lines(String id) throws Exception {
    if (id.isEmpty()) {
      return List.of();
    }
    StoredFile file = files.find(TEAM, id).orElseThrow();
    assertThat(file.purpose()).isEqualTo(NewFile.OUTPUT);
    try (ContentReader reader = files.open(file)) {
      byte[] bytes = new byte[(int) file.bytes()];
      int done = 0;
      while (done < bytes.length) {
        done += reader.read(done, bytes, done, bytes.length - done);
      }
      return new String(bytes, UTF_8).lines().toList();
    }
  }

  @Override
  public void close() {
    batches.close();
    files.close();
    accounts.close();
  }

  static FilesConfig files(Path folder, boolean shared) {
    return new FilesConfig(
        folder,
        shared,
        Optional.empty(),
        FilesConfig.LARGEST,
        FilesConfig.QUOTA,
        FilesConfig.RETENTION,
        Optional.empty(),
        OptionalLong.empty());
  }

  /// Batches by the usual bounds.
  private static BatchesConfig usual(Path folder) {
    return new BatchesConfig(
        folder,
        BatchesConfig.LINES,
        BatchesConfig.WINDOW,
        BatchesConfig.WAITING,
        BatchesConfig.RUNNING,
        BatchesConfig.RETENTION,
        DelegateConfig.USUAL);
  }
}
