package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.ScimConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reader of `admin.scim`.
final class ScimReader {
  /// The shortest token: whoever has it decides who may come in.
  private static final int LEAST = 16;

  private ScimReader() {}

  /// @param operator `admin.token`, which no directory's token must be
  /// @param tokens those of `admin.tokens`, as little
  /// @param stored whether there is a store, which people are kept in
  static Optional<ScimConfig> read(
      Section admin, Optional<Secret> operator, List<AdminToken> tokens, boolean stored) {
    if (!admin.has("scim")) {
      return Optional.empty();
    }
    if (!stored) {
      admin.fail("scim", "needs a store, which keeps people and groups: add `store: {path: data}`");
    }
    Set<String> others = new HashSet<>(operator.stream().map(Secret::reveal).toList());
    tokens.forEach(token -> others.add(token.secret().reveal()));
    return admin.in("scim", in -> scim(in, others));
  }

  private static Optional<ScimConfig> scim(Section in, Set<String> others) {
    Optional<Secret> token =
        in.need("token", new Credential(), "add `token: \"${env:SLUICE_SCIM_TOKEN}\"`");
    Optional<Secret> former = in.get("former", new Credential());
    Optional<String> url = in.get("url", new Address());
    token.ifPresent(secret -> check(in, "token", secret, others));
    former.ifPresent(secret -> check(in, "former", secret, others));
    return token.map(secret -> new ScimConfig(secret, former, url));
  }

  private static void check(Section in, String key, Secret secret, Set<String> others) {
    if (secret.reveal().length() < LEAST) {
      in.fail(key, "must have at least " + LEAST + " characters");
    }
    if (!others.add(secret.reveal())) {
      in.fail(key, "must be another than admin.token, than those of admin.tokens, and than token");
    }
  }

  /// The address that directories are told, of which no message shows credentials.
  private record Address() implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      try {
        var url = new URI(text);
        boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
        if (http && plain && url.getHost() != null && url.getRawUserInfo() == null) {
          return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        }
      } catch (URISyntaxException e) {
        // Told below.
      }
      throw new ConfigProblem("must be a URL, such as https://gateway.example.com/scim/v2");
    }

    @Override
    public String show(String raw) {
      return ProviderUrl.shown(raw);
    }
  }
}
