package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.chat;

import dev.sluice.lab.hostile.HostileCase.Length;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// H38 and H39: files of the store that are emptied or cut under the gateway, at the memory that it
/// has by itself, at 512 MiB and at 300 MiB.
final class StoreCases {
  private static final int CALLERS = 8;
  private static final int NOTICES_WITHIN = 50;
  private static final int CUTS = 3;
  private static final long PAUSE_MS = 100;
  private static final long BETWEEN_CUTS_MS = 700;
  private static final Pattern CALLS = Pattern.compile("\"calls\" *: *(\\d+)");

  private StoreCases() {}

  static List<HostileCase> all() {
    List<HostileCase> cases = new ArrayList<>();
    for (Setup setup :
        List.of(Setup.stored(), Setup.stored("-Xmx512m"), Setup.stored("-Xmx300m"))) {
      String memory = setup.jvm().isEmpty() ? "" : ", " + setup.jvm().getFirst();
      cases.add(
          stored(
              "H39",
              "a journal cut under load" + memory,
              "each call once",
              setup,
              StoreCases::cut));
      cases.add(
          stored(
              "H38",
              "an emptied database" + memory,
              "known keys served",
              setup,
              StoreCases::empty));
    }
    return cases;
  }

  private static HostileCase stored(
      String code, String sent, String expected, Setup setup, Attack attack) {
    return new HostileCase(code, sent, expected, setup, Length.LONG, false, attack);
  }

  private static RawAnswer call(Site site, String key) throws IOException {
    return site.callAs(key, chat("up/ok", "hello"));
  }

  private static AttackResult empty(Site site) throws IOException, InterruptedException {
    AttackResult before = AttackResult.status(call(site, site.key()), 200);
    Path data = site.folder().resolve("data");
    String copy = Files.readString(data.resolve("keys.copy"));
    cut(data.resolve("sluice.db"));
    AttackResult served = before;
    String ready = ready(site);
    for (int i = 0; i < NOTICES_WITHIN && !ready.contains("is gone"); i++) {
      served = served.and(AttackResult.status(call(site, site.key()), 200));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      ready = ready(site);
    }
    RawAnswer stranger = call(site, HonestKey.stranger());
    return served
        .and(new AttackResult(ready.contains("sluice store create"), "not told: " + ready))
        .and(new AttackResult(site.said().contains("is gone"), "not on stderr"))
        .and(new AttackResult(stranger.body().contains("keys_unavailable"), stranger.summary()))
        .and(AttackResult.status(call(site, site.key()), 200))
        .and(
            new AttackResult(
                Files.readString(data.resolve("keys.copy")).equals(copy), "keys.copy has changed"))
        .and(new AttackResult(true, "served, and told"));
  }

  private static void cut(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  private static String ready(Site site) throws IOException {
    return admin(site, "/readyz");
  }

  private static String admin(Site site, String path) throws IOException {
    try (RawConnection client = site.admin()) {
      return client.write(Requests.get(path)).answer().body();
    }
  }

  /// Eight clients call while the journal is cut three times, as a rotation of logs does that
  /// copies and cuts; after SIGTERM and another start the ledger has each call that was answered.
  private static AttackResult cut(Site site) throws IOException, InterruptedException {
    long before = inLedger(site);
    var answered = new LongAdder();
    var failed = new LongAdder();
    var stopping = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofVirtual().start(() -> keepOn(site, stopping, answered, failed)));
    }
    for (int i = 0; i < CUTS; i++) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_CUTS_MS);
      cutJournal(site.folder().resolve("data/journal"));
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    stopping.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    boolean told = site.said().contains("was cut or removed");
    site.restart();
    long kept = inLedger(site) - before;
    String came =
        "%d answered, %d failed, %d in the ledger, %s"
            .formatted(answered.sum(), failed.sum(), kept, told ? "told" : "not told");
    return new AttackResult(failed.sum() == 0 && answered.sum() == kept && told, came);
  }

  private static void keepOn(
      Site site, AtomicBoolean stopping, LongAdder answered, LongAdder failed) {
    while (!stopping.get()) {
      try {
        (call(site, site.key()).status() == 200 ? answered : failed).increment();
      } catch (IOException e) {
        failed.increment();
      }
    }
  }

  private static void cutJournal(Path journal) throws IOException {
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".journal")).toList()) {
        cutIfThere(file);
      }
    }
  }

  /// Cuts a segment of the journal if it is still there: the gateway removes segments that the
  /// store has.
  private static void cutIfThere(Path file) throws IOException {
    try {
      cut(file);
    } catch (NoSuchFileException _) {
      // It is done with.
    }
  }

  private static long inLedger(Site site) throws IOException {
    Matcher calls = CALLS.matcher(admin(site, "/admin/v1/spend?by="));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
