package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ForeignReference;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Type;
import dev.sluice.server.config.ClusterConfig.Form;
import dev.sluice.server.config.ClusterConfig.Host;
import dev.sluice.server.config.ClusterConfig.Login;
import dev.sluice.server.config.ClusterConfig.Redis;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The type of an address of Redis or Valkey, as clients of theirs and managed services write it.
/// It may hold a password.
final class RedisUrl implements Type<Redis> {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:redis|valkey)(s?)(-sentinel|-cluster)?://(?:(.*)@)?([^/@#?]*)(/[^#?]*)?(#[^?]*)?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");
  private static final Pattern SHOWN =
      Pattern.compile("[a-z0-9-]{1,24}:(//)?[A-Za-z0-9.,:-]{1,255}(/\\d{0,9})?");
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final int MOST_PORTS = 65_535;
  private static final int MOST_HOSTS = 64;
  private static final String EXAMPLE = "rediss://USER:PASSWORD@HOST:6379/0";
  private static final String MUST = "must be an address of Redis or Valkey";
  private static final String WRITE =
      "write redis://HOST:6379, "
          + EXAMPLE
          + ", redis-sentinel://H1,H2,H3#PRIMARY or"
          + " redis-cluster://H1,H2";

  @Override
  public Redis read(String text) throws ConfigProblem {
    ForeignReference.refuseSecret(text);
    Matcher url = FORM.matcher(text);
    if (!url.matches()) {
      throw new ConfigProblem(MUST, WRITE);
    }
    Form form = form(Optional.ofNullable(url.group(2)).orElse(""));
    return new Redis(
        form,
        !url.group(1).isEmpty(),
        login(Optional.ofNullable(url.group(3))),
        hosts(url.group(4), form == Form.SENTINEL ? SENTINEL_PORT : PORT),
        database(Optional.ofNullable(url.group(5)).orElse("/").substring(1), form),
        primary(Optional.ofNullable(url.group(6)), form));
  }

  private static Form form(String suffix) {
    return switch (suffix) {
      case "-sentinel" -> Form.SENTINEL;
      case "-cluster" -> Form.CLUSTER;
      default -> Form.SINGLE;
    };
  }

  private static Login login(Optional<String> text) throws ConfigProblem {
    if (text.isEmpty()) {
      return Login.NONE;
    }
    String[] pair = text.get().split(":", 2);
    if (pair.length < 2 || pair[1].isEmpty()) {
      throw new ConfigProblem(
          "has a user without a password",
          "write USER:PASSWORD@ before the host, or :PASSWORD@ for the default user");
    }
    return new Login(
        Optional.of(decoded(pair[0])).filter(user -> !user.isEmpty()),
        Optional.of(new Secret(decoded(pair[1]))));
  }

  private static List<Host> hosts(String text, int usual) throws ConfigProblem {
    List<Host> hosts = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Matcher host = HOST.matcher(one.strip());
      if (!host.matches()) {
        throw new ConfigProblem(
            "must name hosts, each perhaps with a port, and commas in between",
            "write HOST:6379; percent-encode what is no letter or digit in a user or a password");
      }
      int port = host.group(2) == null ? usual : Integer.parseInt(host.group(2));
      if (port < 1 || port > MOST_PORTS) {
        throw new ConfigProblem("must have ports from 1 to 65535");
      }
      String name = host.group(1);
      hosts.add(new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, port));
    }
    if (hosts.size() > MOST_HOSTS) {
      throw new ConfigProblem("must name 64 hosts at most: a few lead to all others");
    }
    return hosts;
  }

  private static int database(String text, Form form) throws ConfigProblem {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("\\d{1,5}")) {
      throw new ConfigProblem("must have the number of a database behind the host, or nothing");
    }
    int number = Integer.parseInt(text);
    if (form == Form.CLUSTER && number != 0) {
      throw new ConfigProblem("names a database, and a Redis Cluster has none", "leave it out");
    }
    return number;
  }

  private static String primary(Optional<String> text, Form form) throws ConfigProblem {
    String name = text.map(hash -> decoded(hash.substring(1))).orElse("");
    if (form == Form.SENTINEL && name.isBlank()) {
      throw new ConfigProblem(
          "does not say which primary the sentinels know",
          "add its name: redis-sentinel://H1,H2,H3#PRIMARY");
    }
    if (form != Form.SENTINEL && !name.isEmpty()) {
      throw new ConfigProblem("names a primary, which sentinels alone know", "leave # out");
    }
    return name;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /// Shows an address that plainly has no user and no password.
  @Override
  public String show(String raw) {
    return SHOWN.matcher(raw).matches() ? Quoted.of(raw) : Credential.shown(raw);
  }
}
