package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.get;
import static dev.sluice.lab.hostile.Requests.post;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// H1 to H4 and H9: memory that grows with a peer's bytes, in a process with 192 MiB of heap and as
/// much direct memory. The process must live, whatever becomes of the calls.
final class MemoryCases {
  private static final List<Integer> ALLOWED = List.of(200, 400, 413, 503);
  private static final int PIPELINED_FOR_MILLIS = 5_000;
  private static final int LOOKS_EVERY_MILLIS = 100;

  private MemoryCases() {}

  static List<HostileCase> all() {
    return List.of(
        small(
            "H1",
            "40 whole answers of 12 MiB from streams",
            site -> calls(site, 40, 0, MemoryCases::assembled)),
        small(
            "H2",
            "60 streams of 3.7 MiB into a cache",
            site -> calls(site, 60, 60, MemoryCases::cached)),
        small("H3", "8 bodies of 800,000 names", site -> calls(site, 8, 0, MemoryCases::names)),
        small("H3", "4 bodies of 3,000,000 names in a tool", MemoryCases::namesInTool),
        new HostileCase(
            "H4",
            "admin requests, never read",
            "others served meanwhile",
            Setup.SMALL,
            MemoryCases::neverReadAdmin),
        new HostileCase(
            "H9",
            "120 bodies of 1 MiB that never end",
            "small calls served",
            Setup.SMALL,
            MemoryCases::stuckBodies));
  }

  private static HostileCase small(String code, String sent, Attack attack) {
    return new HostileCase(code, sent, "200 or 503, lives", Setup.SMALL, attack);
  }

  private static byte[] assembled(int number) {
    return post(chat("assembled/held-12288", "number " + number));
  }

  private static byte[] cached(int number) {
    return post(chat("cached/held-3700", "number " + number, ",\"temperature\":0,\"stream\":true"));
  }

  private static byte[] names(int number) {
    var body = new StringBuilder(12 << 20);
    body.append("{\"model\":\"up/ok\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]");
    for (int i = 0; i < 800_000; i++) {
      body.append(",\"").append(number).append('a').append(i).append("\":0");
    }
    return post(body.append('}').toString());
  }

  /// Sends tools with millions of names, on a route that reads the beginning of each body again.
  private static AttackResult namesInTool(Site site) throws IOException, InterruptedException {
    var body = new StringBuilder(32 << 20);
    body.append(
        "{\"model\":\"sticky/ok\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
            + "\"tools\":[{\"type\":\"function\"");
    for (int i = 0; i < 3_000_000; i++) {
      body.append(",\"").append(Integer.toString(i, 36)).append("\":0");
    }
    byte[] request = post(body.append("}]}").toString());
    return calls(site, 4, 1, _ -> request);
  }

  /// @param least how many must be served
  private static AttackResult calls(Site site, int count, int least, IntFunction<byte[]> request)
      throws IOException, InterruptedException {
    // Before any client connects: the head of a request may not take long.
    List<byte[]> requests = IntStream.range(0, count).mapToObj(request).toList();
    AtomicInteger number = new AtomicInteger();
    List<RawAnswer> answers;
    try (ManyClients crowd = ManyClients.of(count, site)) {
      answers =
          crowd.together(
              client ->
                  client.patience(20_000).write(requests.get(number.getAndIncrement())).answer());
    }
    for (RawAnswer answer : answers) {
      if (!ALLOWED.contains(answer.status())) {
        return new AttackResult(false, answer.summary());
      }
    }
    long served = answers.stream().filter(answer -> answer.status() == 200).count();
    return new AttackResult(served >= least, served + " of " + count + " served");
  }

  private static AttackResult neverReadAdmin(Site site) throws IOException, InterruptedException {
    byte[] requests = new String(get("/metrics"), US_ASCII).repeat(1_000).getBytes(US_ASCII);
    try (RawConnection client = site.admin()) {
      Thread writer = Thread.ofVirtual().start(() -> write(client, requests));
      for (int waited = 0; waited < PIPELINED_FOR_MILLIS; waited += LOOKS_EVERY_MILLIS) {
        AttackResult beside = site.honest();
        if (!beside.right()) {
          return beside;
        }
        writer.join(LOOKS_EVERY_MILLIS);
      }
      RawAnswer page = site.metrics();
      return new AttackResult(page.status() == 200, "metrics: " + page.summary());
    }
  }

  private static void write(RawConnection client, byte[] requests) {
    for (int i = 0; i < 500; i++) {
      client.write(requests);
    }
  }

  private static AttackResult stuckBodies(Site site) throws IOException, InterruptedException {
    byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) ' ');
    byte[] whole = post(body);
    byte[] stuck = Arrays.copyOf(whole, whole.length - 10);
    try (ManyClients crowd = ManyClients.of(120, site)) {
      crowd.each(client -> Thread.ofVirtual().start(() -> client.write(stuck)));
      TimeUnit.SECONDS.sleep(2);
      for (int i = 0; i < 10; i++) {
        AttackResult honest = site.honest();
        if (!honest.right()) {
          return honest;
        }
      }
    }
    return new AttackResult(true, "small calls served");
  }
}
