package dev.sluice.config.provider;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hosts of Google Vertex AI: one for all of the world, one for each large region, and one for
/// each location. Pure functions.
///
/// https://cloud.google.com/vertex-ai/docs/general/locations
public final class VertexHosts {
  /// The location of the host for all of the world.
  public static final String GLOBAL = "global";

  private static final String DOMAIN = ".googleapis.com";
  private static final Pattern HOST =
      Pattern.compile("(?:[a-z0-9-]+-)?aiplatform(?:\\.[a-z]+\\.rep)?\\.googleapis\\.com");

  private static final Pattern LOCATION = Pattern.compile("/projects/[^/]+/locations/([^/]+)");

  private VertexHosts() {}

  /// The host of a location.
  public static String of(String location) {
    return switch (location) {
      case GLOBAL -> "aiplatform" + DOMAIN;
      case "us", "eu" -> "aiplatform." + location + ".rep" + DOMAIN;
      default -> location + "-aiplatform" + DOMAIN;
    };
  }

  /// Whether `url` is that of a location of Vertex AI which is not all of the world. The path has
  /// it, which a private endpoint's has as well; without one the host has it.
  public static boolean isRegional(URI url) {
    Matcher location = LOCATION.matcher(url.getPath() == null ? "" : url.getPath());
    if (location.find()) {
      return !location.group(1).equals(GLOBAL);
    }
    return has(url) && !url.getHost().equalsIgnoreCase(of(GLOBAL));
  }

  /// Whether `url` leads to one of them.
  public static boolean has(URI url) {
    String host = url.getHost();
    return host != null && HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
