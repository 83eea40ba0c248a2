package dev.sluice.config.file;

import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.VertexHosts;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reader of the address of Google Vertex AI: of a project, and of a location, which has a host
/// of its own.
final class VertexAddress {
  /// An id, that of a project in a domain, or a number.
  private static final Pattern PROJECT = Pattern.compile("(?:[a-z0-9.-]+:)?[a-z0-9][a-z0-9-]*");

  private static final String LOCATIONS = "must be global, us, eu or a region such as europe-west4";

  private static final Pattern LOCATION = Pattern.compile("global|us|eu|[a-z]+-[a-z]+\\d+");

  private static final Pattern PATH =
      Pattern.compile("/v1(?:beta1)?/projects/([^/]+)/locations/([^/]+)/?");

  private VertexAddress() {}

  /// Reads `project`, `location` and `url`, which may have the host alone, or all of it. A key that
  /// stands here counts for more than a project of the environment, as in Google's own clients.
  ///
  /// @return the address; empty where something is missing, or wrong
  static Optional<URI> read(Section in, Api api) {
    Optional<String> project = in.get("project", Types.TEXT);
    Optional<String> location = in.get("location", Types.TEXT);
    Optional<URI> url = in.get("url", new ProviderUrl());
    if (url.isPresent() && !isBare(url.get())) {
      checkWhole(in, url.get());
      return url;
    }
    boolean keyed = in.has("key") || in.has("keys");
    if (keyed && api == Api.GEMINI && project.isEmpty()) {
      return checked(in, "location", LOCATION, LOCATIONS, location.orElse(VertexHosts.GLOBAL))
          .map(there -> address(url, Optional.empty(), there, api));
    }
    return ofProject(in, url, api);
  }

  private static Optional<URI> ofProject(Section in, Optional<URI> url, Api api) {
    Optional<String> project = named(in, "project");
    if (project.isEmpty()) {
      in.fail("has no project: add `project: ID`, or set " + variable("project"));
    }
    Optional<String> right =
        project.flatMap(
            id ->
                checked(
                    in,
                    "project",
                    PROJECT,
                    "must be the id of a project, such as my-project-123, or its number",
                    id));
    Optional<String> location =
        checked(
            in, "location", LOCATION, LOCATIONS, named(in, "location").orElse(VertexHosts.GLOBAL));
    if (right.isEmpty() || location.isEmpty()) {
      return Optional.empty();
    }
    url.ifPresent(bare -> checkHost(in, bare, location.get()));
    return Optional.of(address(url, right, location.get(), api));
  }

  /// What is written here, or in the environment for Google's own clients.
  private static Optional<String> named(Section in, String key) {
    return in.get(key, Types.TEXT).or(() -> AuthReader.variable(in, variable(key)));
  }

  private static String variable(String key) {
    return "GOOGLE_CLOUD_" + key.toUpperCase(Locale.ROOT);
  }

  /// Returns a value that is as it must be; notes any other one, and where it stands.
  private static Optional<String> checked(
      Section in, String key, Pattern pattern, String must, String value) {
    if (pattern.matcher(value).matches()) {
      return Optional.of(value);
    }
    fail(in, key, must, value);
    return Optional.empty();
  }

  private static void fail(Section in, String key, String must, String value) {
    if (in.has(key)) {
      String is = in.written(key).map(text -> ", is " + Quoted.of(text)).orElse("");
      in.fail(key, must + is);
    } else {
      in.fail(
          "needs another value in the variable %s, which holds %s: it %s"
              .formatted(variable(key), Quoted.of(value), must));
    }
  }

  /// Whether an address names no more than a host.
  private static boolean isBare(URI url) {
    String path = url.getRawPath();
    return path == null || path.isEmpty() || path.equals("/");
  }

  /// Checks an address that has project and location itself, which nothing beside it may deny.
  private static void checkWhole(Section in, URI url) {
    Matcher path = PATH.matcher(url.getRawPath());
    if (!path.matches()) {
      in.fail(
          "url",
          "must end in /v1/projects/PROJECT/locations/LOCATION, or name the host alone, beside"
              + " `project` and `location`");
      return;
    }
    checkSame(in, "project", path.group(1));
    checkSame(in, "location", path.group(2));
    checkHost(in, url, path.group(2));
  }

  private static void checkSame(Section in, String key, String inUrl) {
    if (in.get(key, Types.TEXT).filter(named -> !named.equals(inUrl)).isPresent()) {
      in.fail(key, "is another one than that in `url`, %s: remove it".formatted(Quoted.of(inUrl)));
    }
  }

  /// Checks that a host of Google's serves a location: each answers for its own alone.
  private static void checkHost(Section in, URI url, String location) {
    String host = VertexHosts.of(location);
    if (VertexHosts.has(url) && !host.equalsIgnoreCase(url.getHost())) {
      in.fail(
          "url",
          "leads to a host that does not serve the location %s: write %s, or another location"
              .formatted(Quoted.of(location), host));
    }
  }

  /// Gemini's interface is asked by the version that has all of it, as Google's own client does;
  /// those of other publishers by the only one that their clients know.
  private static URI address(
      Optional<URI> url, Optional<String> project, String location, Api api) {
    String base =
        url.map(one -> one.toString().replaceFirst("/+$", ""))
            .orElse("https://" + VertexHosts.of(location));
    String rest = project.map(id -> "/projects/" + id + "/locations/" + location).orElse("");
    return URI.create(base + (api == Api.GEMINI ? "/v1beta1" : "/v1") + rest);
  }
}
