package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests for a change whose body comes later than their head: whoever may not do it any more by
/// then does nothing.
class LateBodiesTest {
  @TempDir private static Path folder;
  private static PeopleRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new PeopleRig(folder);
    rig.gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /// A request whose head was admitted, and of which the body is still to come.
  private record Late(Socket socket, String body) implements AutoCloseable {
    /// Sends the head, and waits until it was judged.
    static Late begin(TestBrowser browser, String path, String body) throws Exception {
      URI at = rig.at(path);
      var socket = new Socket(at.getHost(), at.getPort());
      socket.setSoTimeout(30_000);
      String cookies =
          browser.cookies.entrySet().stream()
              .map(Map.Entry::toString)
              .reduce((one, other) -> one + "; " + other)
              .orElse("");
      String head =
          """
          POST %s HTTP/1.1
          Host: %s
          Cookie: %s
          Origin: %s
          X-Sluice-Admin: 1
          Connection: close
          Content-Length: %d

          """
              .formatted(path, at.getAuthority(), cookies, rig.origin(), body.length())
              .replace("\n", "\r\n");
      socket.getOutputStream().write(head.getBytes(UTF_8));
      letLoopsRead();
      assertThat(socket.getInputStream().available()).as("the head was admitted").isZero();
      return new Late(socket, body);
    }

    /// Waits until each loop has read what had come to it. Connections go to the loops in turn, so
    /// that each loop has one of these. An answer may come before a loop has read what came to it
    /// earlier, and the next answer of the same connection may not.
    private static void letLoopsRead() throws IOException {
      for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
        try (var client = new RawClient(rig.gateway.process().adminAddress())) {
          assertThat(client.get("/livez").reply().status()).isEqualTo(200);
          assertThat(client.get("/livez").reply().status()).isEqualTo(200);
        }
      }
    }

    int end() throws Exception {
      socket.getOutputStream().write(body.getBytes(UTF_8));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      return Integer.parseInt(in.readLine().split(" ", 3)[1]);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String person(TestBrowser browser) throws Exception {
    return rig.json(browser, "/admin/v1/me").get("person").asText();
  }

  @Test
  void whoever_is_deactivated_meanwhile_makes_no_key() throws Exception {
    TestBrowser ann = rig.logIn("ann", "search");
    String id = person(ann);
    String body = "{\"team\":\"search\",\"name\":\"late\"}";
    try (Late late = Late.begin(ann, "/admin/v1/me/keys", body)) {
      rig.gateway.accounts().people().setActive("test", id, false);
      assertThat(late.end()).isEqualTo(403);
    }
    assertThat(rig.gateway.accounts().keys().now().keys())
        .noneMatch(key -> key.principal().name().equals("late"));
  }

  @Test
  void whose_role_is_taken_away_meanwhile_makes_no_team() throws Exception {
    TestBrowser bob = rig.logIn("bob", "admins");
    try (Late late = Late.begin(bob, "/admin/v1/teams", "{\"name\":\"made\"}")) {
      rig.logIn("bob", "viewers");
      assertThat(late.end()).isEqualTo(403);
    }
    try (Late late =
        Late.begin(rig.logIn("eve", "admins"), "/admin/v1/teams", "{\"name\":\"made\"}")) {
      assertThat(late.end()).isEqualTo(201);
    }
  }
}
