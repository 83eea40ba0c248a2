package dev.sluice.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.rule.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The files of the dashboard, out of the class path: its own, and those of the libraries that it
/// uses, under `/lib/`. Each is read when it is first asked for, and kept compressed. Safe for any
/// thread but a loop.
///
/// A page may load what this listener serves and nothing else, and may run no text as code: its
/// policy allows one inline script, the map of imports, by its digest, and no Trusted Types.
public final class StaticFiles {
  private static final String OWN = "/dev/sluice/server/dashboard";
  private static final String INDEX = OWN + "/index.html";
  private static final String IMPORTS = "<script type=\"importmap\">";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "/lib/preact.js", "/META-INF/resources/webjars/preact/10.28.0/dist/preact.module.js",
          "/lib/hooks.js", "/META-INF/resources/webjars/preact/10.28.0/hooks/dist/hooks.module.js",
          "/lib/htm.js", "/META-INF/resources/_static/htm/3.1.1/dist/htm.module.js",
          "/lib/uplot.js", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js",
          "/lib/uplot.css", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css");

  /// The files of our own; what is not named here is not served.
  private static final List<String> FILES =
      List.of(
          "/app.js",
          "/ui.js",
          "/chart.js",
          "/bars.js",
          "/live.js",
          "/address.js",
          "/ledger.js",
          "/later.js",
          "/overview.js",
          "/nodes.js",
          "/targets.js",
          "/queue.js",
          "/calls.js",
          "/accounts.js",
          "/keys.js",
          "/mine.js",
          "/people.js",
          "/who.js",
          "/spent.js",
          "/cost.js",
          "/audit.js",
          "/batches.js",
          "/disk.js",
          "/configuration.js",
          "/login.js",
          "/style.css",
          "/icon.svg");

  private final Map<String, Stored> stored = new ConcurrentHashMap<>();

  /// A file in memory.
  ///
  /// @param full the file as it is
  /// @param zipped the file, compressed
  private record Stored(Page full, Page zipped, String tag) {}

  /// Whether there is a file at `path`.
  public static boolean at(String path) {
    return path.equals("/") || LIBRARIES.containsKey(path) || FILES.contains(path);
  }

  /// The file at `path`, where [#at] says that there is one.
  ///
  /// @param ifNoneMatch the tag of what the browser has already; empty for nothing
  /// @param zip whether the browser takes compressed answers
  public Page page(String path, String ifNoneMatch, boolean zip) {
    Stored file = stored.computeIfAbsent(path, StaticFiles::load);
    if (file.tag().equals(ifNoneMatch)) {
      return new Page(304, type(path), new byte[0], file.full().headers());
    }
    return zip ? file.zipped() : file.full();
  }

  private static Map<String, String> headers(String path, byte[] plain, String tag) {
    var all = new HashMap<String, String>();
    all.put("cache-control", "no-cache");
    all.put("etag", tag);
    all.put("x-content-type-options", "nosniff");
    all.put("referrer-policy", "no-referrer");
    all.put("cross-origin-resource-policy", "same-origin");
    all.put("cross-origin-opener-policy", "same-origin");
    if (path.equals("/")) {
      all.put("content-security-policy", policy(new String(plain, UTF_8)));
    }
    return all;
  }

  /// The policy of the page.
  static String policy(String html) {
    int from = html.indexOf(IMPORTS) + IMPORTS.length();
    String imports = html.substring(from, html.indexOf("</script>", from));
    return "default-src 'none'; script-src 'self' 'sha256-"
        + Base64.getEncoder().encodeToString(Digests.sha256().digest(imports.getBytes(UTF_8)))
        + "'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'"
        + "; form-action 'none'; frame-ancestors 'none'"
        + "; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static Stored load(String path) {
    byte[] plain = read(Optional.ofNullable(LIBRARIES.get(path)).orElseGet(() -> own(path)));
    String tag =
        '"'
            + Base64.getUrlEncoder().encodeToString(Digests.sha256().digest(plain)).substring(0, 16)
            + '"';
    var full = new Page(200, type(path), plain, headers(path, plain, tag));
    return new Stored(full, full.zipped(), tag);
  }

  private static String own(String path) {
    return path.equals("/") ? INDEX : OWN + path;
  }

  private static String type(String path) {
    if (path.equals("/")) {
      return HTML;
    }
    return path.endsWith(".js") ? SCRIPT : path.endsWith(".css") ? STYLE : "image/svg+xml";
  }

  private static byte[] read(String resource) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
