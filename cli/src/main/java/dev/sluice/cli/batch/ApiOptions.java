package dev.sluice.cli.batch;

import static java.util.function.Predicate.not;

import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.ServerConfig;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options that say which API a command asks, and what it shows there.
final class ApiOptions {
  /// The variable that stands for `--url`.
  static final String URL = "SLUICE_URL";

  /// The variable that stands for `--key`.
  static final String KEY = "SLUICE_KEY";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The gateway, or another API of OpenAI's, such as https://api.openai.com (" + URL + ").")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "What it is shown. " + KEY + " is seen by nobody else on this machine.")
  private Optional<String> key = Optional.empty();

  /// Whether the option names one.
  boolean isNamed() {
    return url.isPresent();
  }

  /// The address that is named, by the option or the variable, up to `/v1`.
  ///
  /// @throws CannotStart if it is none
  Optional<URI> url(Map<String, String> env) throws CannotStart {
    Optional<String> said =
        url.or(() -> Optional.ofNullable(env.get(URL)).filter(not(String::isBlank)));
    return said.isEmpty() ? Optional.empty() : Optional.of(address(said.get()));
  }

  /// A client of the API that is named, else of the gateway at the usual address.
  ApiClient client(Console console) throws CannotStart {
    URI usual = address("http://" + ListenAddresses.text(ServerConfig.defaults().listen()));
    return client(url(console.env()).orElse(usual), console.env());
  }

  /// A client of an API.
  ApiClient client(URI base, Map<String, String> env) throws CannotStart {
    Optional<String> shown =
        key.or(() -> Optional.ofNullable(env.get(KEY))).filter(not(String::isBlank));
    return new ApiClient(base, shown, AdminTls.of(env));
  }

  private URI address(String said) throws CannotStart {
    try {
      URI uri = URI.create(said.strip().replaceFirst("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri.getPath().endsWith("/v1") ? uri : URI.create(uri + "/v1");
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new CannotStart(
        "%s must be the address of an API, such as http://127.0.0.1:8080; it is %s"
            .formatted(url.isPresent() ? "--url" : URL, said));
  }
}
