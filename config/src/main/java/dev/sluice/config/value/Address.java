package dev.sluice.config.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address to listen on: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`. Names are not
/// resolved, so that a configuration means the same everywhere.
public final class Address implements Type<InetSocketAddress> {
  private static final Pattern FORM =
      Pattern.compile("(localhost|\\d+\\.\\d+\\.\\d+\\.\\d+|\\[([0-9A-Fa-f:.]+)]):(\\d{1,5})");

  @Override
  public InetSocketAddress read(String text) throws ConfigProblem {
    ForeignReference.refuseAddress(text);
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      String host = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
      try {
        return new InetSocketAddress(host(host), Integer.parseInt(matcher.group(3)));
      } catch (IllegalArgumentException e) {
        throw wrong();
      }
    }
    throw wrong();
  }

  private static InetAddress host(String host) {
    return InetAddress.ofLiteral(host.equals("localhost") ? "127.0.0.1" : host);
  }

  private static ConfigProblem wrong() {
    return new ConfigProblem(
        "must be ADDRESS:PORT, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080");
  }
}
