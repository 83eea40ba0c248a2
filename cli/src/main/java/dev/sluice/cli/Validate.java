package dev.sluice.cli;

import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Problem;
import dev.sluice.server.config.HeapCheck;
import dev.sluice.server.config.OwnListeners;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.payment.NamesakeKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `validate`: the command that checks whether a configuration is in order.
@Command(
    name = "validate",
    description = {
      "Checks a configuration; prints FILE:LINE:COLUMN of everything that is wrong.",
      "Ends with 0 where it is in order, with 1 where it is not."
    })
final class Validate implements Callable<Integer> {
  private static final String STDIN = "-";

  private final Console console;

  @Mixin private ConfigArgument config = new ConfigArgument();

  @Option(names = "--json", description = "Prints an object for programs instead.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "The configuration, - for the standard input.",
        "Without one " + ConfigArgument.USUAL + " in this folder."
      })
  private Optional<String> argument = Optional.empty();

  Validate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    Optional<String> file = config.file(argument, console.env());
    ValidationResult verdict =
        validate(
            file.orElseThrow(
                () ->
                    new CannotStart(
                        "no configuration: name a file, or put sluice.yaml into this folder")));
    console.out().print(json ? verdict.json() : verdict.text());
    console.out().flush();
    return verdict.problems().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private ValidationResult validate(String named) {
    String file = named.equals(STDIN) ? "stdin" : named;
    try {
      ConfigFile read = ConfigFile.of(load(named, file));
      List<Problem> found =
          Stream.of(heap(read, file), leadsBack(read, file)).flatMap(Optional::stream).toList();
      return found.isEmpty() ? right(file, read) : ValidationResult.wrong(file, found);
    } catch (ConfigException e) {
      return ValidationResult.wrong(file, e.problems());
    }
  }

  private Doc load(String named, String file) {
    return named.equals(STDIN)
        ? Doc.read(file, console.in(), console.env())
        : Doc.load(file, console.env());
  }

  private static Optional<Problem> heap(ConfigFile read, String file) {
    FilePosition at = read.position("server", "bodies").orElse(FilePosition.start(file));
    return HeapCheck.problem(read.config(), Runtime.getRuntime().maxMemory())
        .map(what -> new Problem(at, "server.bodies", what));
  }

  private static Optional<Problem> leadsBack(ConfigFile read, String file) {
    return OwnListeners.here()
        .find(read.config())
        .map(
            found -> {
              String[] url = {"providers", found.provider(), "url"};
              FilePosition at = read.position(url).orElse(FilePosition.start(file));
              String key = String.join(".", url);
              return new Problem(at, key, key + " " + found.words());
            });
  }

  private static ValidationResult right(String file, ConfigFile read) {
    GatewayConfig config = read.config().gateway();
    String providers = Plural.of(config.providers().size(), "provider");
    String routes = Plural.of(config.routes().size(), "route");
    List<String> dialects =
        config.providers().stream().flatMap(provider -> dialect(provider).stream()).toList();
    return new ValidationResult(
        file,
        List.of(),
        providers + ", " + routes,
        dialects,
        read.doc().notes(),
        namesakes(read.config()).toList());
  }

  /// Returns a line for each key of the configuration that is a namesake of a key in the last copy
  /// of the store, where a gateway has left one.
  private static Stream<String> namesakes(SluiceConfig config) {
    return config.store().stream()
        .flatMap(store -> lastCopy(store).stream())
        .flatMap(ring -> NamesakeKeys.words(config.server().keys(), ring).stream());
  }

  private static Optional<KeyRing> lastCopy(StoreConfig store) {
    try {
      return new KeyCopy(store.path()).read();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /// Returns a line about the dialect of a provider whose type has changed its meaning; empty for
  /// other types.
  private static Optional<String> dialect(ProviderConfig provider) {
    Optional<String> own =
        switch (provider.type()) {
          case ANTHROPIC -> Optional.of("Anthropic's Messages API");
          case GEMINI -> Optional.of("Gemini's own API");
          default -> Optional.empty();
        };
    boolean asked = provider.api() == ProviderConfig.Api.of(provider.type());
    return own.map(
        api ->
            asked
                ? said(provider, "asked by %s, chats are translated; `api: openai` asks its", api)
                    + " OpenAI-compatible interface"
                : said(
                    provider,
                    "asked by its OpenAI-compatible interface; without `api` it is asked by %s",
                    api));
  }

  private static String said(ProviderConfig provider, String text, String api) {
    return "providers." + provider.name() + ": " + text.formatted(api);
  }
}
