package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.people.Profile;
import dev.sluice.server.config.OidcConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is taken of claims that are longer than the store takes.
class IdClaimsTest {
  /// A letter of two chars, U+20000.
  private static final String LETTER = "\uD840\uDC00";

  private static OidcConfig config() {
    return new OidcConfig(
        new OidcConfig.Registration(
            "https://login.example.com", "sluice", Optional.empty(), Set.of("openid"), List.of()),
        new OidcConfig.Claims("groups", "sub"),
        URI.create("https://sluice.example.com"),
        Duration.ofHours(1),
        Optional.empty(),
        false,
        true,
        false,
        Map.of(),
        Map.of());
  }

  private static Profile named(String name) throws LoginFailed {
    Map<String, Object> claims = Map.of("sub", "ann", "preferred_username", name, "name", name);
    return new IdClaims(claims).login(config()).profile();
  }

  @Test
  void a_name_is_cut_between_characters_alone() throws Exception {
    String whole = "a".repeat(254) + LETTER;
    assertThat(named(whole + "b").displayName()).isEqualTo(whole);
    Profile cut = named("a".repeat(255) + LETTER);
    assertThat(cut.displayName()).isEqualTo("a".repeat(255));
    assertThat(cut.userName()).isEqualTo("a".repeat(255));
    assertThat(named("a".repeat(257)).displayName()).isEqualTo("a".repeat(256));
  }
}
