package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.HostileCase.open;
import static dev.sluice.lab.hostile.HostileCase.request;
import static dev.sluice.lab.hostile.Requests.POST;
import static dev.sluice.lab.hostile.Requests.STREAM;
import static dev.sluice.lab.hostile.Requests.bytes;
import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.get;
import static dev.sluice.lab.hostile.Requests.post;

import dev.sluice.lab.hostile.HostileCase.Length;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// C1 to C5, C7, C21, C22, C24, C28 to C30: behaviour of clients on a connection, and their claims
/// of identity.
final class ClientCases {

  private ClientCases() {}

  static List<HostileCase> all() {
    return List.of(
        open("C1", "a head that never ends", "408", ClientCases::slowHead),
        open("C1", "500 slow heads", "others served", ClientCases::slowHeads),
        open("C2", "a body that never ends", "408", ClientCases::slowBody),
        new HostileCase(
            "C3",
            "a stream that is never read",
            "cut within 35 s",
            Setup.OPEN,
            Length.LONG,
            false,
            ClientCases::neverReads),
        open(
            "C4",
            "20 clients leave mid-stream",
            "cancelled",
            site -> leave(site, "up/endless-1", false)),
        open(
            "C4",
            "20 clients leave before a token",
            "cancelled",
            site -> leave(site, "up/slow-5000", false)),
        open(
            "C4",
            "20 clients leave while queued",
            "cancelled",
            site -> leave(site, "narrow/slow-5000", false)),
        open("C5", "20 half-closes", "cancelled", site -> leave(site, "up/slow-5000", true)),
        keyed(
            "C7",
            "100-continue with a wrong key",
            bytes(
                POST
                    + "Authorization: Bearer x\r\n"
                    + "Expect: 100-continue\r\n"
                    + "Content-Length: 1000000\r\n\r\n")),
        keyed("C21", "no key", post(chat("up/ok", "hello"))),
        keyed("C21", "a wrong key", post(chat("up/ok", "hello"), "Authorization: Bearer x")),
        keyed(
            "C21",
            "a key that is no ASCII",
            post(chat("up/ok", "hello"), "Authorization: Bearer \u00e4\u00f6")),
        keyed("C21", "two Authorization headers", post(chat("up/ok", "hello"), shown(), shown())),
        keyed(
            "C21",
            "a key of 30,000 characters",
            post(chat("up/ok", "hello"), "Authorization: Bearer " + "k".repeat(30_000))),
        new HostileCase("C22", "2,000 wrong keys", "401 each", Setup.KEYED, ClientCases::wrongKeys),
        open("C24", "50 pipelined requests", "in order", ClientCases::pipelined),
        request(
            "C28",
            "a deadline that has passed",
            post(chat("up/ok", "hello"), "x-sluice-deadline-ms: 0"),
            504,
            400),
        request(
            "C28",
            "an absurd deadline",
            post(chat("up/ok", "hello"), "x-sluice-deadline-ms: 99999999999999999999"),
            200,
            400),
        new HostileCase(
            "C29",
            "critical without the right",
            "served, claim ignored",
            Setup.NAMED,
            ClientCases::claim),
        open("C30", "200 repeats in an outage", "attempts <= 1.1 x + 10", ClientCases::storm));
  }

  private static HostileCase keyed(String code, String sent, byte[] bytes) {
    return new HostileCase(code, sent, "401", Setup.TEAMS.getLast(), Attack.request(bytes, 401));
  }

  private static String shown() {
    return "Authorization: Bearer " + Setup.FIRST_KEY;
  }

  private static AttackResult slowHead(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      return AttackResult.status(
          client.write("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-A:").answer(), 408);
    }
  }

  private static AttackResult slowBody(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      return AttackResult.status(
          client.write(POST + "Content-Length: 5000\r\n\r\n{").answer(), 408);
    }
  }

  private static AttackResult slowHeads(Site site) throws IOException {
    try (ManyClients crowd = ManyClients.of(500, site)) {
      crowd.each(client -> client.write("POST / HTTP/1.1\r\nX-A: "));
      return site.honest();
    }
  }

  private static AttackResult neverReads(Site site) throws IOException, InterruptedException {
    try (RawConnection client = site.connect()) {
      client.write(post(chat("up/endless-1", "hello", STREAM)));
      return IdleCheck.within(site, 35_000);
    }
  }

  /// Twenty of them, a while after they have asked.
  private static AttackResult leave(Site site, String model, boolean half)
      throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(20, site)) {
      crowd.each(client -> client.write(post(chat(model, "hello", STREAM))));
      TimeUnit.MILLISECONDS.sleep(300);
      crowd.each(half ? RawConnection::halfClose : RawConnection::reset);
      return IdleCheck.within(site, 2_000);
    }
  }

  private static AttackResult wrongKeys(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      for (int i = 0; i < 2_000; i++) {
        RawAnswer answer =
            client.write(get("/v1/models", "Authorization: Bearer wrong-" + i)).answer();
        if (answer.status() != 401) {
          return AttackResult.status(answer, 401);
        }
      }
      return new AttackResult(true, "401 each");
    }
  }

  private static AttackResult pipelined(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      for (int i = 0; i < 50; i++) {
        client.write(get("/v1/models", "x-request-id: number-" + i));
      }
      return inOrder(client, 50);
    }
  }

  private static AttackResult inOrder(RawConnection client, int answers) throws IOException {
    for (int i = 0; i < answers; i++) {
      RawAnswer answer = client.answer();
      if (!answer.header("x-request-id").equals("number-" + i)) {
        return new AttackResult(false, answer.summary() + " " + answer.header("x-request-id"));
      }
    }
    return new AttackResult(true, "in order");
  }

  private static AttackResult claim(Site site) throws IOException {
    return AttackResult.status(
        site.callAs(
            Setup.FIRST_KEY,
            chat("up/ok", "hello"),
            "x-sluice-priority: critical",
            "x-sluice-tenant: somebody-else"),
        200);
  }

  private static AttackResult storm(Site site) throws IOException, InterruptedException {
    String model = "boom-storm";
    long before = site.provider().calls(model);
    try (ManyClients crowd = ManyClients.of(200, site)) {
      crowd.together(client -> client.write(post(chat("stormy/" + model, "hello"))).answer());
    }
    long attempts = site.provider().calls(model) - before;
    return new AttackResult(attempts <= 230, attempts + " attempts for 200 calls");
  }
}
