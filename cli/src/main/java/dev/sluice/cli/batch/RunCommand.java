package dev.sluice.cli.batch;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.console.InterruptOnStop;
import dev.sluice.cli.console.TerminalSize;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `batch run`: a batch from the file of its lines to the files of its results.
@Command(
    name = "run",
    description = {
      "Uploads a file of calls, makes a batch of it, shows how far it is, and fetches the results.",
      "Without a URL a gateway runs in this process for as long as it takes, with the providers and"
          + " limits of -c FILE, sluice.yaml or the keys in the environment.",
      "Ends with 0 where all lines have answers, 1 where some have errors, 3 where the API cannot"
          + " be reached, 4 where the batch has failed, has expired or was cancelled, 130 by Ctrl-C:"
          + " it then says how to go on."
    })
final class RunCommand implements Callable<Integer> {
  private static final Pattern HOURS = Pattern.compile("([1-9]\\d{0,2})h");
  private static final int MOST_HOURS = 720;
  private static final String USUAL_WINDOW = "24h";

  private final Console console;
  private final ProgressLine progress;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The calls, one in JSON a line, in the form of OpenAI's Batch API.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "Goes on with a batch instead: follows it, and fetches its results.")
  private Optional<String> resume = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file of the answers; errors go beside it. By default FILE.results.jsonl and"
              + " FILE.results.errors.jsonl.")
  private Optional<String> out = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "PATH",
      description = "The path of all lines; by default that of the first.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "HOURS",
      defaultValue = USUAL_WINDOW,
      description = "How long the batch may take (${DEFAULT-VALUE}).")
  private String window = USUAL_WINDOW;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=VALUE",
      description = "Words of your own that the batch bears; several times.")
  private Map<String, String> metadata = new TreeMap<>();

  @Mixin private ApiOptions api = new ApiOptions();

  @Mixin private ConfigArgument config = new ConfigArgument();

  RunCommand(Console console) {
    this.console = console;
    this.progress =
        new ProgressLine(
            console.err(), Console.terminal() ? Optional.of(TerminalSize::ask) : Optional.empty());
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try (var _ = InterruptOnStop.watch(console.stop().apply(HangUp.ENDS))) {
      return run();
    }
  }

  private int run() throws CannotStart, InterruptedException {
    checkOptions();
    Optional<InputFile> input =
        file.isPresent() ? Optional.of(InputFile.of(file.get(), endpoint)) : Optional.empty();
    ResultPaths paths = ResultPaths.of(out, file.or(() -> resume).orElseThrow());
    Optional<URI> url = config.named().isPresent() ? Optional.empty() : api.url(console.env());
    return url.isPresent() ? elsewhere(url.get(), input, paths) : here(input, paths);
  }

  private void checkOptions() throws CannotStart {
    if (file.isPresent() == resume.isPresent()) {
      throw new CannotStart("name either a FILE of calls, or a batch with --resume");
    }
    if (api.isNamed() && config.named().isPresent()) {
      throw new CannotStart(
          "--config is for a gateway in this process, --url for another one: leave one out");
    }
  }

  private int elsewhere(URI url, Optional<InputFile> input, ResultPaths paths)
      throws CannotStart, InterruptedException {
    var next = new NextSteps(console.err(), paths, url.toString(), again("--url", url.toString()));
    try (ApiClient client = api.client(url, console.env())) {
      return run(client, input, paths, _ -> {}, next);
    }
  }

  /// With a gateway of its own, whose folder is removed once the results are here.
  private int here(Optional<InputFile> input, ResultPaths paths)
      throws CannotStart, InterruptedException {
    Duration hours = hours();
    Loaded loaded = Loaded.from(config.file(Optional.empty(), console.env()), console.env());
    OwnFolder folder =
        resume.isPresent()
            ? OwnFolder.of(paths.folder(), resume.get())
            : OwnFolder.fresh(paths.folder());
    boolean fetched = false;
    try {
      int code = here(OwnGateway.start(loaded.config(), folder, hours), folder, input, paths);
      fetched = true;
      return code;
    } finally {
      if (fetched || folder.isUnused()) {
        folder.remove();
      }
    }
  }

  private int here(
      OwnGateway gateway, OwnFolder folder, Optional<InputFile> input, ResultPaths paths)
      throws CannotStart, InterruptedException {
    var next = new NextSteps(console.err(), paths, "", again("-c", config.named().orElse("")));
    try (gateway;
        ApiClient client =
            new ApiClient(gateway.url(), Optional.of(gateway.key()), AdminTls.of(Map.of()))) {
      return run(client, input, paths, folder::keep, next);
    }
  }

  /// The options of a command that goes on, beside the batch and the file of its answers.
  private String again(String name, String value) {
    String where = value.isEmpty() ? "" : " %s %s".formatted(name, NextSteps.quoted(value));
    return window.equals(USUAL_WINDOW) ? where : where + " --window " + window;
  }

  private Duration hours() throws CannotStart {
    Matcher hours = HOURS.matcher(window);
    if (!hours.matches() || Integer.parseInt(hours.group(1)) > MOST_HOURS) {
      throw new CannotStart(
          "--window must be whole hours, from 1h to %dh; it is %s"
              .formatted(MOST_HOURS, ApiWords.line(window)));
    }
    return Duration.ofHours(Integer.parseInt(hours.group(1)));
  }

  /// Takes note of the name of a batch.
  private interface Keeper {
    void keep(String batch) throws CannotStart, InterruptedException;
  }

  private int run(
      ApiClient client, Optional<InputFile> input, ResultPaths paths, Keeper keeper, NextSteps next)
      throws CannotStart, InterruptedException {
    var job = new BatchJob(client, console, progress);
    String batch = input.isPresent() ? submit(job, input.get(), keeper) : resume.orElseThrow();
    try (var rollback = Rollback.of(() -> leave(batch, next))) {
      return rollback.keep(job.fetch(job.follow(batch), paths));
    }
  }

  private void leave(String batch, NextSteps next) {
    progress.clear();
    next.tell(batch);
  }

  private String submit(BatchJob job, InputFile input, Keeper keeper)
      throws CannotStart, InterruptedException {
    try {
      String batch = job.submit(input, window, metadata);
      keeper.keep(batch);
      progress.say("made " + batch);
      return batch;
    } finally {
      progress.clear();
    }
  }
}
