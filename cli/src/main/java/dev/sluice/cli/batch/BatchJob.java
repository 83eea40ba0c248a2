package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// One batch at an API, from its lines to the files of its results. For one thread.
record BatchJob(ApiClient api, Console console, ProgressLine progress) {
  private static final String BATCHES = "/batches";
  private static final int DOWNLOADS = 5;
  private static final double MB = 1e6;

  /// Brings the lines, and makes the batch.
  ///
  /// @return its name
  String submit(InputFile input, String window, Map<String, String> metadata)
      throws ApiFault, CannotStart, InterruptedException {
    progress.show(
        String.format(
            Locale.ROOT, "uploading %s, %.1f MB", input.file().getFileName(), input.bytes() / MB),
        Clock.SYSTEM.nanos());
    String file = upload(input);
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("input_file_id", file);
    order.put("endpoint", input.endpoint());
    order.put("completion_window", window);
    if (!metadata.isEmpty()) {
      ObjectNode pairs = order.putObject("metadata");
      new TreeMap<>(metadata).forEach(pairs::put);
    }
    return create(order);
  }

  private String upload(InputFile input) throws ApiFault, CannotStart, InterruptedException {
    try {
      return id(api.upload(input.file()).path("id").asText(""));
    } catch (FileNotFoundException e) {
      throw new CannotStart(
          "%s cannot be read any more: check the path and its permissions".formatted(input.file()));
    }
  }

  private static String id(String id) throws ApiFault {
    if (id.isEmpty()) {
      throw new ApiFault(502, "the API has answered without an id: name a gateway with --url");
    }
    return ApiWords.line(id);
  }

  /// A request that was lost is not sent again: it may have made a batch, which costs money.
  private String create(ObjectNode order) throws ApiFault, InterruptedException {
    try {
      return id(api.post(BATCHES, order).path("id").asText(""));
    } catch (ApiFault fault) {
      throw fault.isUnknown()
          ? new ApiFault(
              501,
              fault.words()
                  + "; the batch may have been made: look at `batch list` before you run it again")
          : fault;
    }
  }

  /// Waits for the end of a batch, and shows how far it is.
  BatchStatus follow(String id) throws ApiFault, InterruptedException {
    String path = BATCHES + "/" + ApiClient.part(id);
    return new BatchWatch(
            () -> BatchStatus.of(api.get(path)),
            progress,
            Clock.SYSTEM,
            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()))
        .follow();
  }

  /// Fetches the results of a batch that is over, and says what has become of it.
  ///
  /// @return the exit code
  int fetch(BatchStatus batch, ResultPaths paths)
      throws ApiFault, CannotStart, InterruptedException {
    fetch(batch.output(), paths.answers());
    fetch(batch.errors(), paths.errors());
    console.out().println(summary(batch));
    LineFault.lines(batch.faults()).forEach(console.out()::println);
    tell("answers", batch.output(), paths.answers());
    tell("errors", batch.errors(), paths.errors());
    console.out().flush();
    return !batch.isCompleted()
        ? ExitCode.BATCH_FAILED
        : batch.failed() > 0 ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }

  private void fetch(String file, Path to) throws ApiFault, CannotStart, InterruptedException {
    if (!file.isEmpty()) {
      progress.show("fetching " + to.getFileName(), Clock.SYSTEM.nanos());
      ResultPaths.fill(to, part -> download(file, part));
      progress.clear();
    }
  }

  private void download(String file, Path to) throws ApiFault, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        api.download(file, to);
        return;
      } catch (ApiFault fault) {
        if (!fault.isPassing() || tries == DOWNLOADS) {
          throw fault;
        }
        TimeUnit.SECONDS.sleep(1L << tries);
      }
    }
  }

  private static String summary(BatchStatus batch) {
    return String.format(
        Locale.ROOT,
        "%s is %s: %,d of %,d lines have an answer%s",
        batch.id(),
        batch.state(),
        batch.completed(),
        batch.total(),
        batch.failed() > 0 ? String.format(Locale.ROOT, ", %,d an error", batch.failed()) : "");
  }

  private void tell(String what, String file, Path to) {
    if (!file.isEmpty()) {
      console.out().println("%-8s %s".formatted(what, to));
    }
  }
}
