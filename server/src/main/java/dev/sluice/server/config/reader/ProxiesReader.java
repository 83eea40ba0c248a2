package dev.sluice.server.config.reader;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.proxy.AddressRange;
import dev.sluice.server.proxy.NamedProxies;
import java.util.List;

/// The reader of `server.proxies` and `server.proxy_protocol`.
final class ProxiesReader {
  private static final String PROTOCOL = "proxy_protocol";

  private ProxiesReader() {}

  static NamedProxies read(Section server) {
    List<AddressRange> ranges = server.list("proxies", ProxiesReader::range);
    boolean protocol = server.get(PROTOCOL, Types.BOOLEAN, false);
    boolean unnamed = protocol && ranges.isEmpty();
    if (unnamed && !server.has("proxies")) {
      server.fail(PROTOCOL, "needs the proxies' addresses: add `proxies: [10.0.0.0/8]`");
    }
    return unnamed ? NamedProxies.NONE : new NamedProxies(ranges, protocol);
  }

  private static AddressRange range(String text) throws ConfigProblem {
    return AddressRange.of(text)
        .orElseThrow(() -> new ConfigProblem("must be an address or a range such as 10.0.0.0/8"));
  }
}
