package dev.sluice.config.file;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ProxyUrl;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies that the environment names, as other tools read them: `HTTPS_PROXY` for providers
/// whose URL is `https`, `HTTP_PROXY` for others, and `NO_PROXY` for those that are reached
/// directly; lower case goes before upper case, an empty variable counts as absent, and a URL
/// without a scheme is one of `http`. This machine itself is always reached directly.
///
/// `NO_PROXY` is a list with commas or blanks between: a name stands for itself and for all names
/// below it, with or without a dot or `*.` in front; an address for itself, `10.0.0.0/8` for a
/// range; a port may follow (`name:8443`); `*` stands for all.
///
/// @param env the environment
record ProxyVariables(Map<String, String> env) {

  /// The proxy for `origin`.
  ///
  /// @throws ConfigProblem if the variable's value is no proxy; the message begins with its name
  Optional<ProxyConfig> proxy(Origin origin) throws ConfigProblem {
    String name = name(origin.tls());
    Optional<String> url = value(name);
    if (url.isEmpty() || origin.isLoopback() || isExcluded(origin)) {
      return Optional.empty();
    }
    try {
      boolean whole = url.get().contains("://");
      return Optional.of(new ProxyUrl().read(whole ? url.get() : "http://" + url.get()));
    } catch (ConfigProblem e) {
      throw new ConfigProblem(
          name + " in the environment " + e.getMessage() + e.remedy(""),
          "correct it, or set `proxy`");
    }
  }

  /// The name of the variable for such providers.
  private static String name(boolean tls) {
    return tls ? "HTTPS_PROXY" : "HTTP_PROXY";
  }

  private Optional<String> value(String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .map(variable -> env.getOrDefault(variable, "").strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private boolean isExcluded(Origin origin) {
    return value("NO_PROXY").stream()
        .flatMap(list -> Stream.of(list.split("[,\\s]+", -1)))
        .anyMatch(entry -> matches(entry.toLowerCase(Locale.ROOT), origin));
  }

  private static boolean matches(String entry, Origin origin) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return inRange(origin.host(), entry.substring(0, slash), entry.substring(slash + 1));
    }
    int colon = entry.lastIndexOf(':');
    boolean ported = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (ported && !entry.substring(colon + 1).equals(String.valueOf(origin.port()))) {
      return false;
    }
    String host = (ported ? entry.substring(0, colon) : entry).replaceAll("[\\[\\]]", "");
    return named(host, origin.host().toLowerCase(Locale.ROOT));
  }

  private static boolean named(String entry, String host) {
    String name = entry.replaceFirst("^\\*?\\.", "");
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    if (address != null) {
      return inRange(host, name, String.valueOf(address.length * 8));
    }
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static boolean inRange(String host, String network, String bits) {
    byte[] base = NetUtil.createByteArrayFromIpAddressString(network);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (base == null
        || address == null
        || base.length != address.length
        || !bits.matches("\\d{1,3}")
        || Integer.parseInt(bits) > base.length * 8) {
      return false;
    }
    int length = Integer.parseInt(bits);
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
