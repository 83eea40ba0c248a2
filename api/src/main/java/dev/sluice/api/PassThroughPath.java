package dev.sluice.api;

import dev.sluice.api.Endpoint.PassThrough;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The paths that lead to a provider's own: `/passthrough/NAME`, and behind it the provider's path
/// and query. Such a path is compared with an allow list and then sent, and two servers must not
/// read two paths in it: what any of them would resolve, decode twice or cut off is refused, and
/// nothing is cleaned up.
final class PassThroughPath {
  static final String PREFIX = "/passthrough/";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /// The characters of a path that stand for themselves (RFC 3986, 3.3), but for the semicolon,
  /// behind which some servers find parameters that are no part of the path.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~!$&'()*+,=:@/-]*");

  /// The escapes of what a path may hold either way, and of a blank. An escape of anything else is
  /// one that no client needs, or hides a dot, a slash or another escape.
  private static final Pattern ESCAPE = Pattern.compile("%(?:2[0146-9A-Ca-c]|3[AaDd]|40)");

  /// A segment that means this place or the one above, to servers that drop blanks as well.
  private static final Pattern DOTS = Pattern.compile("[. ]+");

  /// The characters of a query (RFC 3986, 3.4), but for the semicolon, which separates parameters
  /// for some servers and not for others.
  private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,=:@/?%\\[\\]-]*");

  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /// How often a parameter's name is decoded. No client escapes a name more often; each time reads
  /// all of it, on the loop, and before anybody knows who asks.
  private static final int DECODINGS = 3;

  /// An escape that a name still has then.
  private static final Pattern NESTED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /// The parameters that show a credential: the gateway has its own, and the client's are for the
  /// gateway.
  private static final Set<String> CREDENTIALS =
      Set.of(
          "key",
          "apikey",
          "api_key",
          "api-key",
          "x-api-key",
          "x-goog-api-key",
          "access_token",
          "oauth_token",
          "bearer_token",
          "authorization",
          "subscription-key",
          "ocp-apim-subscription-key");

  /// What the names of parameters begin with that make another request of this one.
  private static final List<String> OVERRIDES = List.of("$http", "http", "_method", "x-http-");

  /// The parameters, Google's above all, that leave out members of answers or put them into a
  /// program. https://cloud.google.com/apis/docs/system-parameters
  private static final Set<String> FORMS = Set.of("fields", "callback");

  /// The forms of answers that are read.
  private static final Set<String> READABLE = Set.of("json", "sse");

  private PassThroughPath() {}

  /// The endpoint of a request's target, which begins with [#PREFIX]; empty where there is no name.
  static Optional<Endpoint> at(String target) {
    int query = target.indexOf('?');
    String all = target.substring(PREFIX.length(), query < 0 ? target.length() : query);
    int slash = all.indexOf('/');
    String name = slash < 0 ? all : all.substring(0, slash);
    String path = slash < 0 ? "" : all.substring(slash);
    return NAME.matcher(name).matches()
        ? Optional.of(read(name, path, query < 0 ? "" : target.substring(query + 1)))
        : Optional.empty();
  }

  private static PassThrough read(String name, String path, String query) {
    Optional<String> wrong = wrongPath(path).or(() -> wrongQuery(query));
    return wrong.isPresent()
        ? new PassThrough(name, "", "", "", wrong.get())
        : new PassThrough(name, path, plain(path), passed(query), "");
  }

  private static String plain(String path) {
    // A plus stands for itself in a path.
    return path.indexOf('%') < 0 ? path : decoded(path.replace("+", "%2B"));
  }

  private static Optional<String> wrongPath(String path) {
    if (path.length() < 2) {
      return Optional.of("has no path: write the provider's own behind the name");
    }
    if (!PLAIN.matcher(ESCAPE.matcher(path).replaceAll("")).matches()) {
      return Optional.of(
          "must have a path of letters, digits and -._~!$&'()*+,=:@ alone; of escapes it may have"
              + " those of these marks but -._~, and %20");
    }
    String[] segments = plain(path).substring(1).split("/", -1);
    if (Arrays.asList(segments).contains("")) {
      return Optional.of("must have no empty segment in its path, nor a slash at its end");
    }
    return Arrays.stream(segments).anyMatch(DOTS.asMatchPredicate())
        ? Optional.of("must have no segment of dots in its path")
        : Optional.empty();
  }

  private static Optional<String> wrongQuery(String query) {
    if (!QUERY.matcher(query).matches() || BAD_ESCAPE.matcher(query).find()) {
      return Optional.of("must have a query of what RFC 3986 allows, without a semicolon");
    }
    List<String> names = parameters(query).stream().map(PassThroughPath::name).toList();
    if (names.stream().anyMatch(NESTED.asPredicate())) {
      return Optional.of("must have no escapes of escapes of escapes in the names of its query");
    }
    return names.stream().anyMatch(PassThroughPath::overrides)
        ? Optional.of("must not name a method or headers in its query")
        : Optional.empty();
  }

  /// Whether a parameter of this name makes another request of the one that it is in.
  private static boolean overrides(String name) {
    return OVERRIDES.stream().anyMatch(name::startsWith);
  }

  /// Returns a query without credentials.
  private static String passed(String query) {
    return parameters(query).stream()
        .filter(parameter -> !isCredential(name(parameter)))
        .collect(Collectors.joining("&"));
  }

  /// Returns a query without parameters that change what an answer tells, or its form.
  static String whole(String query) {
    return parameters(query).stream()
        .filter(parameter -> !changesForm(parameter))
        .collect(Collectors.joining("&"));
  }

  private static boolean changesForm(String parameter) {
    String name = name(parameter);
    String plain = name.startsWith("$") ? name.substring(1) : name;
    boolean alt = plain.equals("alt") && !READABLE.contains(value(parameter));
    return alt || FORMS.contains(plain);
  }

  private static String value(String parameter) {
    return parameter.substring(parameter.indexOf('=') + 1);
  }

  private static List<String> parameters(String query) {
    return List.of(query.split("&", -1));
  }

  /// Whether a parameter of this name shows a credential. Google writes the names of its own with a
  /// dollar, too.
  private static boolean isCredential(String name) {
    return CREDENTIALS.contains(name.startsWith("$") ? name.substring(1) : name);
  }

  /// The name of a parameter in lower case, decoded [#DECODINGS] times.
  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    for (int i = 0; i < DECODINGS; i++) {
      name = decoded(name);
    }
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
