package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins that somebody makes up, over real sockets.
class PeopleLoginRateLimiterTest {
  /// More than come at once, whatever comes back while they do.
  private static final int MANY = 1_000;

  private static HttpResponse<String> lastOf(
      TestBrowser browser, String method, URI at, String body, int until) throws Exception {
    String[] meant = {"x-sluice-admin", "1"};
    HttpResponse<String> answer = browser.send(method, at, body, meant);
    for (int i = 0; i < MANY && answer.statusCode() != until; i++) {
      answer = browser.send(method, at, body, meant);
    }
    return answer;
  }

  @Test
  void whoever_makes_up_codes_and_answers_is_told_to_wait(@TempDir Path folder) throws Exception {
    try (var rig = new PeopleRig(folder);
        var browser = new TestBrowser()) {
      rig.provider.devicePending = "invalid_grant";
      URI poll = rig.at("/admin/login/device/poll");
      HttpResponse<String> slower =
          lastOf(browser, "POST", poll, "{\"device_code\":\"v.made-up\"}", 202);
      assertThat(slower.body().strip()).isEqualTo("slow_down");
      for (String path : new String[] {"/admin/login/device", "/admin/login/callback?state=x"}) {
        String method = path.contains("device") ? "POST" : "GET";
        HttpResponse<String> late = lastOf(browser, method, rig.at(path), "", 429);
        assertThat(late.statusCode()).as(late.body()).isEqualTo(429);
        assertThat(late.headers().firstValue("retry-after")).contains("2");
      }
    }
  }
}
