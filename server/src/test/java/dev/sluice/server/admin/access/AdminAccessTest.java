package dev.sluice.server.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminAccessTest {
  private final AdminAccess access = new AdminAccess(Optional.of(new Secret("token")));

  @Test
  void a_session_ends_after_twelve_hours() {
    String cookie = access.logIn(0);
    long end = Duration.ofHours(12).toNanos();
    assertThat(access.refuse(asks(cookie), false, end - 1)).isEmpty();
    assertThat(access.refuse(asks(cookie), false, end)).isPresent();
  }

  @Test
  void the_oldest_of_too_many_sessions_ends() {
    String first = access.logIn(0);
    String second = access.logIn(0);
    for (int i = 0; i < 63; i++) {
      String _ = access.logIn(0);
    }
    assertThat(access.refuse(asks(first), false, 1)).isPresent();
    assertThat(access.refuse(asks(second), false, 1)).isEmpty();
  }

  @Test
  void a_session_of_nobody_is_none() {
    assertThat(access.refuse(asks("sluice_session=; Path=/"), false, 1)).isPresent();
    assertThat(access.refuse(asks("sluice_session=AAAA; Path=/"), false, 1)).isPresent();
  }

  @Test
  void a_cookie_is_of_no_use_to_another_sites_page() {
    String cookie = access.logIn(0);
    HttpRequest request = asks(cookie);
    request.headers().set("sec-fetch-site", "cross-site");
    assertThat(access.refuse(request, false, 1))
        .hasValueSatisfying(why -> assertThat(why.status()).isEqualTo(403));
  }

  @Test
  void without_a_token_nobody_can_show_it() {
    var open = new AdminAccess(Optional.empty());
    HttpHeaders headers = new DefaultHttpHeaders().set("authorization", "Bearer token");
    assertThat(open.showsToken(headers)).isFalse();
    assertThat(access.showsToken(headers)).isTrue();
  }

  private static HttpRequest asks(String setCookie) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/metrics");
    request.headers().set("host", "gateway.internal");
    request.headers().set("cookie", setCookie.substring(0, setCookie.indexOf(';')));
    return request;
  }
}
