package dev.sluice.lab.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser as far as logins go: it keeps the cookies of each host, also those that are for TLS
/// alone, follows redirects, and fills in forms. Confined to the thread of the experiment.
final class WebBrowser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 10;
  private static final int REDIRECT = 300;
  private static final int ERROR = 400;
  private static final Pattern FORM = Pattern.compile("(?s)<form[^>]*?action=\"([^\"]+)\"");

  private final Map<String, Map<String, String>> cookies = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /// A page.
  ///
  /// @param at where it is
  record Page(URI at, int status, String body) {

    /// Where its first form goes.
    URI form() throws IOException {
      Matcher form = FORM.matcher(body);
      if (!form.find()) {
        throw new IOException("there is no form at %s (%d)".formatted(at, status));
      }
      return at.resolve(form.group(1).replace("&amp;", "&"));
    }
  }

  /// Goes to an address, and wherever that leads.
  Page go(URI to) throws IOException, InterruptedException {
    return followed(HttpRequest.newBuilder(to).GET());
  }

  /// Fills in the form of a page and sends it, and goes wherever that leads.
  Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return followed(
        HttpRequest.newBuilder(page.form())
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /// Sends a request as the script of a page does.
  Page send(String method, URI to, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return page(sent(request));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Page followed(HttpRequest.Builder first) throws IOException, InterruptedException {
    HttpResponse<String> answer = sent(first);
    for (int i = 0; i < MOST_REDIRECTS && isRedirect(answer); i++) {
      String to = answer.headers().firstValue("location").orElse("");
      answer = sent(HttpRequest.newBuilder(answer.uri().resolve(to)).GET());
    }
    return page(answer);
  }

  private static boolean isRedirect(HttpResponse<String> answer) {
    return answer.statusCode() >= REDIRECT
        && answer.statusCode() < ERROR
        && answer.headers().firstValue("location").isPresent();
  }

  private static Page page(HttpResponse<String> answer) {
    return new Page(answer.uri(), answer.statusCode(), answer.body());
  }

  private HttpResponse<String> sent(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI to = request.copy().build().uri();
    Map<String, String> jar = cookies.computeIfAbsent(to.getAuthority(), _ -> new TreeMap<>());
    if (!jar.isEmpty()) {
      request.header(
          "cookie",
          jar.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer =
        http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    answer.headers().allValues("set-cookie").forEach(line -> keep(jar, line));
    return answer;
  }

  private static void keep(Map<String, String> jar, String line) {
    String pair = line.split(";", 2)[0];
    int end = pair.indexOf('=');
    if (end > 0 && line.contains("Max-Age=0")) {
      jar.remove(pair.substring(0, end));
    } else if (end > 0) {
      jar.put(pair.substring(0, end), pair.substring(end + 1));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
