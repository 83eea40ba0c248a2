package dev.sluice.config.file;

import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reader of the address of Google Vertex AI: of a project, and of a location, which has a host
/// of its own.
final class VertexAddress {
  private static final String GLOBAL = "global";

  /// An id, that of a project in a domain, or a number.
  private static final Pattern PROJECT = Pattern.compile("(?:[a-z0-9.-]+:)?[a-z0-9][a-z0-9-]*");

  private static final Pattern LOCATION = Pattern.compile("global|us|eu|[a-z]+-[a-z]+\\d+");

  /// The hosts that belong to one location.
  private static final Pattern HOST =
      Pattern.compile(
          "(?:([a-z0-9-]+)-)?aiplatform(?:\\.(us|eu)\\.rep)?\\.googleapis\\.com",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PATH =
      Pattern.compile("/v1(?:beta1)?/projects/[^/]+/locations/([^/]+)/?");

  private VertexAddress() {}

  /// Reads `project`, `location` and `url`, which may have the host alone, or all of it.
  ///
  /// @return the address; empty where something is missing, or wrong
  static Optional<URI> read(Section in, Api api) {
    Optional<String> project =
        in.get("project", Types.TEXT).or(() -> AuthReader.variable(in, "GOOGLE_CLOUD_PROJECT"));
    Optional<String> named = in.get("location", Types.TEXT);
    Optional<URI> url = in.get("url", new ProviderUrl());
    if (url.isPresent() && !isBare(url.get())) {
      checkWhole(in, url.get());
      return url;
    }
    String location =
        named.or(() -> AuthReader.variable(in, "GOOGLE_CLOUD_LOCATION")).orElse(GLOBAL);
    boolean express = project.isEmpty() && in.has("key") && api == Api.GEMINI;
    if (project.isEmpty() && !express) {
      in.fail("has no project: add `project: ID`, or set GOOGLE_CLOUD_PROJECT");
    }
    boolean right = check(in, project, location);
    return right && (project.isPresent() || express)
        ? Optional.of(address(url, project, location))
        : Optional.empty();
  }

  private static boolean check(Section in, Optional<String> project, String location) {
    boolean right = true;
    if (project.filter(id -> !PROJECT.matcher(id).matches()).isPresent()) {
      in.fail("project", "must be the id of a project, such as my-project-123, or its number");
      right = false;
    }
    if (!LOCATION.matcher(location).matches()) {
      in.fail("location", "must be global, us, eu or a region such as europe-west4");
      right = false;
    }
    return right;
  }

  /// Whether an address names no more than a host.
  private static boolean isBare(URI url) {
    String path = url.getRawPath();
    return path == null || path.isEmpty() || path.equals("/");
  }

  /// Checks an address that has project and location itself: a host answers for its location alone.
  private static void checkWhole(Section in, URI url) {
    Matcher path = PATH.matcher(url.getRawPath());
    if (!path.matches()) {
      in.fail(
          "url",
          "must end in /v1/projects/PROJECT/locations/LOCATION, or name the host alone, beside"
              + " `project` and `location`");
      return;
    }
    Matcher host = HOST.matcher(url.getHost());
    if (host.matches() && !host(path.group(1)).equalsIgnoreCase(url.getHost())) {
      in.fail(
          "url",
          "leads to a host that does not serve the location %s: write %s"
              .formatted(Quoted.of(path.group(1)), host(path.group(1))));
    }
  }

  private static URI address(Optional<URI> url, Optional<String> project, String location) {
    String base =
        url.map(one -> one.toString().replaceFirst("/+$", "")).orElse("https://" + host(location));
    String rest = project.map(id -> "/projects/" + id + "/locations/" + location).orElse("");
    return URI.create(base + "/v1" + rest);
  }

  /// The host of a location. https://cloud.google.com/vertex-ai/docs/general/locations
  private static String host(String location) {
    return switch (location) {
      case GLOBAL -> "aiplatform.googleapis.com";
      case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
      default -> location + "-aiplatform.googleapis.com";
    };
  }
}
