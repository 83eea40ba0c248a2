package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.AdminToken.Role;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminAccessTest {
  private final AdminAccess access = new AdminAccess(List.of(admin("token")));

  @Test
  void a_session_ends_after_twelve_hours() {
    String cookie = logIn();
    long end = Duration.ofHours(12).toNanos();
    assertThat(access.refuse(asks(cookie), false, end - 1)).isEmpty();
    assertThat(access.refuse(asks(cookie), false, end)).isPresent();
  }

  @Test
  void the_oldest_of_too_many_sessions_ends() {
    String first = logIn();
    String second = logIn();
    for (int i = 0; i < 63; i++) {
      String _ = logIn();
    }
    assertThat(access.refuse(asks(first), false, 1)).isPresent();
    assertThat(access.refuse(asks(second), false, 1)).isEmpty();
  }

  @Test
  void logins_of_a_viewer_end_no_session_of_an_admin() {
    access.use(List.of(admin("token"), new AdminToken("ann", new Secret("viewer"), Role.VIEWER)));
    String admin = logIn();
    String first = access.logIn(shows("viewer"), 0).orElseThrow();
    for (int i = 0; i < 64; i++) {
      assertThat(access.logIn(shows("viewer"), 0)).isPresent();
    }
    assertThat(access.refuse(asks(admin), false, 1)).isEmpty();
    assertThat(access.refuse(asks(first), false, 1)).isPresent();
  }

  @Test
  void a_session_of_nobody_is_none() {
    assertThat(access.refuse(asks("sluice_session=; Path=/"), false, 1)).isPresent();
    assertThat(access.refuse(asks("sluice_session=AAAA; Path=/"), false, 1)).isPresent();
  }

  @Test
  void a_cookie_is_of_no_use_to_another_sites_page() {
    String cookie = logIn();
    HttpRequest request = asks(cookie);
    request.headers().set("sec-fetch-site", "cross-site");
    assertThat(access.refuse(request, false, 1))
        .hasValueSatisfying(why -> assertThat(why.status()).isEqualTo(403));
  }

  @Test
  void without_a_token_nobody_can_show_it() {
    var open = new AdminAccess(List.of());
    HttpHeaders headers = new DefaultHttpHeaders().set("authorization", "Bearer token");
    assertThat(open.logIn(headers, 0)).isEmpty();
    assertThat(open.refuseWrite(headers, false)).isPresent();
    assertThat(open.refuseWrite(headers, true)).isEmpty();
    assertThat(access.logIn(headers, 0)).isPresent();
    assertThat(access.refuseWrite(headers, false)).isEmpty();
    assertThat(access.refuseWrite(new DefaultHttpHeaders(), true)).isPresent();
  }

  @Test
  void the_token_is_a_bearer_token_and_no_key_of_a_client() {
    HttpHeaders headers = new DefaultHttpHeaders().set("x-api-key", "token");
    assertThat(access.admits(headers, 0)).isFalse();
    assertThat(access.logIn(headers, 0)).isEmpty();
    assertThat(access.refuseWrite(headers, true)).isPresent();
  }

  /// As if a reload came between the look at the token and the opening of the session.
  @Test
  void a_session_is_over_with_its_token_even_if_that_changes_while_it_is_opened() {
    var headers =
        new DefaultHttpHeaders() {
          @Override
          public Iterator<String> valueStringIterator(CharSequence name) {
            assertThat(access.use(List.of(admin("next")))).isTrue();
            return List.of("Bearer token").iterator();
          }
        };
    String cookie = access.logIn(headers, 0).orElseThrow();
    assertThat(access.refuse(asks(cookie), false, 1)).isPresent();
  }

  @Test
  void sessions_end_with_their_token_and_go_on_with_the_same_one() {
    String cookie = logIn();
    assertThat(access.use(List.of(admin("token")))).isFalse();
    assertThat(access.refuse(asks(cookie), false, 1)).isEmpty();
    assertThat(access.use(List.of(admin("next")))).isTrue();
    assertThat(access.refuse(asks(cookie), false, 1)).isPresent();
  }

  private static AdminToken admin(String secret) {
    return new AdminToken("admin", new Secret(secret), Role.ADMIN);
  }

  private static HttpHeaders shows(String secret) {
    return new DefaultHttpHeaders().set("authorization", "Bearer " + secret);
  }

  @Test
  void a_token_is_good_for_what_its_role_may() {
    access.use(
        List.of(
            admin("a"),
            new AdminToken("o", new Secret("o"), Role.OPERATOR),
            new AdminToken("v", new Secret("v"), Role.VIEWER)));
    for (String each : List.of("a", "o", "v")) {
      assertThat(access.admits(shows(each), 0)).isTrue();
    }
    assertThat(access.refuseAction(shows("a"), Role.ADMIN)).isEmpty();
    assertThat(access.refuseAction(shows("o"), Role.OPERATOR)).isEmpty();
    assertThat(access.refuseAction(shows("o"), Role.ADMIN).orElseThrow().why())
        .isEqualTo("the token o has the role operator, and this needs admin: show another token");
    assertThat(access.refuseWrite(shows("v"), true).orElseThrow().status()).isEqualTo(403);
    assertThat(access.refuseAction(shows("x"), Role.OPERATOR).orElseThrow().status())
        .isEqualTo(401);
    assertThat(access.actor(shows("o"))).isEqualTo("o");
  }

  @Test
  void without_a_token_no_account_is_changed() {
    var open = new AdminAccess(List.of());
    assertThat(open.refuseAction(shows("any"), Role.OPERATOR).orElseThrow().why())
        .contains("add admin.token");
  }

  private String logIn() {
    HttpHeaders headers = new DefaultHttpHeaders().set("authorization", "Bearer token");
    return access.logIn(headers, 0).orElseThrow();
  }

  private static HttpRequest asks(String setCookie) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/metrics");
    request.headers().set("host", "gateway.internal");
    request.headers().set("cookie", setCookie.substring(0, setCookie.indexOf(';')));
    return request;
  }
}
