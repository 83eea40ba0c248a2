package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.AdminToken.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reader of `admin.tokens`.
final class AdminReader {
  private static final Type<Role> ROLE = Types.oneOf(Role.class);

  private AdminReader() {}

  /// Reads the tokens.
  ///
  /// @param token `admin.token`, which no other may be
  public static List<AdminToken> tokens(Section admin, Optional<Secret> token) {
    Set<String> names = new HashSet<>(Set.of(AdminConfig.ADMIN));
    Set<String> secrets = new HashSet<>(token.stream().map(Secret::reveal).toList());
    return admin.each("tokens", in -> token(in, names, secrets));
  }

  private static Optional<AdminToken> token(Section in, Set<String> names, Set<String> secrets) {
    Optional<String> name = in.need("name", new PlainName(), "add `name: NAME`, who shows it");
    Optional<Secret> secret = in.need("token", new Credential(), "add `token: \"${env:NAME}\"`");
    Role role = in.get("role", ROLE, Role.VIEWER);
    if (name.isPresent() && !names.add(name.get())) {
      in.fail("name", "must be another than those of the tokens before it, and than admin");
    }
    if (secret.isPresent() && !secrets.add(secret.get().reveal())) {
      in.fail("token", "must be another than the tokens before it");
    }
    return name.flatMap(of -> secret.map(shown -> new AdminToken(of, shown, role)));
  }
}
