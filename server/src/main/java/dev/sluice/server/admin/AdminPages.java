package dev.sluice.server.admin;

import dev.sluice.server.config.AdminToken.Role;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The pages of the admin listener. Safe for any thread.
///
/// @param ready whether new calls are welcome
/// @param trouble what does not work, although new calls are welcome; empty where everything does
/// @param metrics all metrics in a format, by its media type; may take a while
/// @param api everything else
/// @param files the dashboard itself
public record AdminPages(
    BooleanSupplier ready,
    Supplier<Optional<String>> trouble,
    UnaryOperator<String> metrics,
    Source api,
    StaticFiles files) {
  static final String FEED = "/admin/v1/feed";

  /// People, their groups and sessions.
  private static final String PEOPLE = "/admin/v1/people";

  private static final String LIVE = "/livez";
  private static final String READY = "/readyz";
  private static final String STARTED = "/startupz";

  /// A page that waits for the store's answer to a question, which may take seconds.
  @FunctionalInterface
  public interface StorePage extends Supplier<Page> {}

  /// A source of further pages.
  @FunctionalInterface
  public interface Source {
    /// A source without a page.
    Source NONE = (_, _) -> Optional.empty();

    /// Finds the page at a path, if there is one. Called on a loop; the supplier runs on the pool
    /// of pages, a [StorePage] on that of questions.
    ///
    /// @param query the parameters that were asked with
    Optional<Supplier<Page>> at(String path, Map<String, List<String>> query);

    /// The paths of the pages that there are, as a text for people.
    default String paths() {
      return "";
    }

    /// Makes the current state as a line of JSON for the dashboard; called on the pool.
    default String frame() {
      return "{}";
    }
  }

  /// Whether what stands at `uri` is for everybody: health, and the dashboard without its figures.
  static boolean isOpen(String uri) {
    return uri.equals(LIVE) || uri.equals(READY) || uri.equals(STARTED) || StaticFiles.at(uri);
  }

  /// The role that is needed to read what stands at `uri`, whose path is decoded as it is to find
  /// the page; a malformed one leads to none.
  static Role needed(String uri) {
    try {
      String path = new QueryStringDecoder(uri).path();
      return path.equals(PEOPLE) || path.startsWith(PEOPLE + "/") ? Role.AUDITOR : Role.VIEWER;
    } catch (IllegalArgumentException malformed) {
      return Role.VIEWER;
    }
  }

  /// The page that is asked for, if there is one; it is made up on the pool.
  Optional<Supplier<Page>> at(HttpRequest request) {
    String uri = request.uri();
    boolean zip = header(request, HttpHeaderNames.ACCEPT_ENCODING).contains("gzip");
    if (StaticFiles.at(uri)) {
      String ifNoneMatch = header(request, HttpHeaderNames.IF_NONE_MATCH);
      return Optional.of(() -> files.page(uri, ifNoneMatch, zip));
    }
    return switch (uri) {
      case LIVE -> Optional.of(() -> Page.line(200, "alive"));
      case READY -> Optional.of(this::readiness);
      // Nobody listens here before clients are served.
      case STARTED -> Optional.of(() -> Page.line(200, "started"));
      case "/metrics" -> metrics(MetricsFormat.of(header(request, HttpHeaderNames.ACCEPT)));
      default -> zip ? more(uri).map(AdminPages::zipped) : more(uri);
    };
  }

  private static Supplier<Page> zipped(Supplier<Page> page) {
    return page instanceof StorePage
        ? (StorePage) () -> page.get().zipped()
        : () -> page.get().zipped();
  }

  /// The paths of all pages, as a text for people.
  String paths() {
    return ("/ /livez /readyz /startupz /metrics " + api.paths()).strip();
  }

  private Optional<Supplier<Page>> more(String uri) {
    try {
      var decoder = new QueryStringDecoder(uri);
      return api.at(decoder.path(), decoder.parameters());
    } catch (IllegalArgumentException malformed) {
      return Optional.of(() -> Page.line(400, "the path is malformed: " + malformed.getMessage()));
    }
  }

  private Optional<Supplier<Page>> metrics(String format) {
    return Optional.of(() -> new Page(200, format, metrics.apply(format)));
  }

  private static String header(HttpRequest request, CharSequence name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }

  private Page readiness() {
    return ready.getAsBoolean()
        ? Page.line(200, trouble.get().map(why -> "ready, but " + why).orElse("ready"))
        : Page.line(503, "draining");
  }
}
