package dev.sluice.config.file;

import dev.sluice.config.pem.BadPem;
import dev.sluice.config.pem.PemKey;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.ClientCertificate;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.TlsConfig;
import dev.sluice.config.provider.TlsConfig.Version;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.value.CertificatesText;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.HeaderValue;
import dev.sluice.config.value.PrivateKeyText;
import dev.sluice.config.value.ProxyUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.provider.header.AddedHeaders;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The reader of a provider's `proxy`, `tls` and `headers`.
final class WayOutReader {
  private static final int MOST_HEADERS = 32;

  private static final Type<List<X509Certificate>> CHAIN = new CertificatesText("");

  /// What is trusted.
  ///
  /// @param system whether the JDK's certificates are meant
  private record Trusted(boolean system, List<X509Certificate> own) {}

  private static final Type<Trusted> TRUSTED =
      new Type<>() {
        private final CertificatesText own =
            new CertificatesText(", or `system` for those that the JDK trusts");

        @Override
        public Trusted read(String text) throws ConfigProblem {
          return text.equals("system")
              ? new Trusted(true, List.of())
              : new Trusted(false, own.read(text));
        }

        @Override
        public String show(String raw) {
          return own.show(raw);
        }
      };

  /// What `proxy` says.
  ///
  /// @param address empty for `off`
  private record Named(Optional<ProxyConfig> address) {}

  private static final Type<Named> PROXY =
      new Type<>() {
        private final ProxyUrl url = new ProxyUrl();

        @Override
        public Named read(String text) throws ConfigProblem {
          return new Named(text.equals("off") ? Optional.empty() : Optional.of(url.read(text)));
        }

        @Override
        public String show(String raw) {
          return url.show(raw);
        }
      };

  private WayOutReader() {}

  /// Reads what a provider's section says of the way to it.
  ///
  /// @param provider what else it says; empty where that is wrong, so that only problems are noted
  static Optional<ProviderConfig> read(Section in, Optional<ProviderConfig> provider) {
    Optional<Named> named = in.get("proxy", PROXY);
    Optional<TlsConfig> tls = in.has("tls") ? in.in("tls", WayOutReader::tls) : Optional.empty();
    Map<String, Secret> headers = in.in("headers", section -> headers(in, section));
    return provider.map(
        known -> known.through(way(in, BaseUrl.of(known).origin(), named, tls)).adding(headers));
  }

  /// Reads `proxy` and `tls` of what is no provider.
  static WayOut way(Section in, Origin origin) {
    Optional<Named> named = in.get("proxy", PROXY);
    Optional<TlsConfig> tls = in.has("tls") ? in.in("tls", WayOutReader::tls) : Optional.empty();
    return way(in, origin, named, tls);
  }

  private static WayOut way(
      Section in, Origin origin, Optional<Named> named, Optional<TlsConfig> tls) {
    Optional<ProxyConfig> proxy =
        in.has("proxy") ? checked(in, origin, named) : ofEnvironment(in, origin);
    var way = new WayOut(proxy, tls);
    if (in.has("tls") && !origin.tls() && !way.tlsToProxy()) {
      in.fail("tls", "is for https, and neither the url nor its proxy is: remove it");
    }
    return way;
  }

  /// A proxy that would be asked for itself, or for what it takes for itself, is a mistake.
  private static Optional<ProxyConfig> checked(Section in, Origin origin, Optional<Named> named) {
    Optional<ProxyConfig> proxy = named.flatMap(Named::address);
    if (proxy.isPresent() && origin.isLoopback()) {
      in.fail(
          "proxy",
          "must be off for a url of this machine, which the proxy would take for its own: add"
              + " `proxy: off`");
      return Optional.empty();
    }
    return proxy;
  }

  private static Optional<ProxyConfig> ofEnvironment(Section in, Origin origin) {
    try {
      return new ProxyVariables(in.environment()).proxy(origin);
    } catch (ConfigProblem e) {
      in.fail("needs another proxy: " + e.getMessage() + e.remedy(""));
      return Optional.empty();
    }
  }

  private static Optional<TlsConfig> tls(Section in) {
    List<Trusted> trusted =
        in.single("ca")
            ? in.get("ca", TRUSTED).map(List::of).orElse(List.of())
            : in.list("ca", TRUSTED);
    Optional<ClientCertificate> certificate = certificate(in);
    Version least =
        in.get("min_version", Types.oneOf(Version.class, Version::text), Version.TLS_1_2);
    List<X509Certificate> own = trusted.stream().flatMap(one -> one.own().stream()).toList();
    boolean system = own.isEmpty() || trusted.stream().anyMatch(Trusted::system);
    try {
      return Optional.of(new TlsConfig(own, system, certificate, least));
    } catch (IllegalArgumentException e) {
      in.fail("cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Reads a certificate and its key.
  static Optional<ClientCertificate> certificate(Section in) {
    Optional<List<X509Certificate>> chain = in.get("certificate", CHAIN);
    Optional<PemKey> key = in.get("key", new PrivateKeyText());
    if (in.has("certificate") != in.has("key")) {
      in.fail("needs `certificate` and `key` together: add the other, or remove both");
    }
    if (chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate own = chain.get().getFirst();
    noteValidity(in, own);
    try {
      return Optional.of(new ClientCertificate(chain.get(), key.get().of(own.getPublicKey())));
    } catch (BadPem e) {
      in.fail("key", "cannot be used: " + e.told());
      return Optional.empty();
    }
  }

  /// A certificate that is not valid is noted alone: its provider says what it thinks of it, and
  /// other providers are none the worse.
  private static void noteValidity(Section in, X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      in.note(
          "certificate", "has expired on " + certificate.getNotAfter().toInstant() + ": renew it");
    } catch (CertificateNotYetValidException e) {
      in.note(
          "certificate",
          "is not valid before "
              + certificate.getNotBefore().toInstant()
              + ": wait, or take another");
    }
  }

  private static Map<String, Secret> headers(Section provider, Section in) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    for (String name : provider.names("headers")) {
      Optional<Secret> value = in.get(name, new HeaderValue());
      Optional<String> refusal = AddedHeaders.refusal(name);
      if (refusal.isPresent()) {
        in.fail(name, refusal.get());
      } else if (value.isPresent()
          && headers.put(name.toLowerCase(Locale.ROOT), value.get()) != null) {
        in.fail(name, "stands here twice: case does not matter in names of headers");
      }
    }
    if (headers.size() > MOST_HEADERS) {
      provider.fail("headers", "must be at most " + MOST_HEADERS);
    }
    return headers;
  }
}
