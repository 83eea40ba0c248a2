package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.HostileCase.open;
import static dev.sluice.lab.hostile.HostileCase.request;
import static dev.sluice.lab.hostile.Requests.HOST;
import static dev.sluice.lab.hostile.Requests.POST;
import static dev.sluice.lab.hostile.Requests.STREAM;
import static dev.sluice.lab.hostile.Requests.bytes;
import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.get;
import static dev.sluice.lab.hostile.Requests.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// V1 to V20: twenty that stand in no list.
final class VariantCases {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  private VariantCases() {}

  static List<HostileCase> all() {
    return List.of(
        open("V1", "200,000 empty messages", "200 within 3 s", VariantCases::wide),
        open("V2", "a model's name of 1 MB", "4xx", VariantCases::longName),
        open("V3", "a body in chunks of one byte", "200", VariantCases::crumbs),
        open(
            "V4",
            "100 pipelined calls, then a reset",
            "all given back",
            VariantCases::pipelinedAndGone),
        new HostileCase(
            "V5", "two keys in one header", "401", Setup.KEYED, Attack.request(twoKeys(), 401)),
        request(
            "V6",
            "model twice, once escaped",
            post("{\"model\":\"up/ok\",\"mod\\u0065l\":\"up/b\",\"messages\":[]}"),
            400),
        request(
            "V7",
            "an upgrade to h2c",
            get(
                "/v1/models",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAA"),
            200),
        request(
            "V8",
            "a deadline of 0x10",
            post(chat("up/ok", "hello"), "x-sluice-deadline-ms: 0x10"),
            400),
        request(
            "V9",
            "a tenant that is no ASCII",
            post(chat("up/ok", "hello"), "x-sluice-tenant: \u00e4"),
            400),
        request(
            "V10",
            "Connection: close, authorization",
            get("/v1/models", "Connection: close, authorization, host"),
            200),
        open("V11", "200 times 100-continue, no body", "all given back", VariantCases::continues),
        open(
            "V12",
            "a query, a NUL and spaces in a model",
            "never a 5xx",
            VariantCases::strangeNames),
        request(
            "V13",
            "OPTIONS at a call's path",
            bytes("OPTIONS /v1/chat/completions HTTP/1.1\r\n" + HOST + "\r\n"),
            405),
        open("V14", "a prompt with an event, echoed", "one [DONE]", VariantCases::injected),
        request(
            "V15",
            "stream_options: 5",
            post(chat("up/ok", "hello", STREAM, ",\"stream_options\":5")),
            200,
            400),
        request(
            "V16",
            "a length of 2^63 - 1",
            bytes(POST + "Content-Length: 9223372036854775807\r\n\r\n"),
            413,
            400),
        open("V17", "300 silent connections", "others served", VariantCases::silent),
        open(
            "V18", "100 streams reset at their first byte", "all given back", VariantCases::resets),
        request(
            "V19",
            "0.1e+000...01 as a temperature",
            post(chat("up/ok", "hello", ",\"temperature\":0.1e+" + "0".repeat(50_000) + "1")),
            200,
            400),
        open(
            "V20",
            "a length as a trailer, a request behind it",
            "two answers in step",
            VariantCases::trailerLength));
  }

  private static byte[] twoKeys() {
    return post(
        chat("up/ok", "hello"),
        "Authorization: Bearer " + Setup.FIRST_KEY + ", Bearer " + Setup.SECOND_KEY);
  }

  private static AttackResult wide(Site site) throws IOException {
    long began = System.nanoTime();
    String call = "{\"model\":\"up/ok\",\"messages\":[{}" + ",{}".repeat(200_000) + "]}";
    RawAnswer answer = site.call(call);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    return AttackResult.status(answer, 200, 400)
        .and(new AttackResult(took < 3_000, answer.summary() + " in " + took + " ms"));
  }

  private static AttackResult longName(Site site) throws IOException {
    RawAnswer answer = site.call(chat("up/" + "m".repeat(1 << 20), "hello"));
    return new AttackResult(answer.status() >= 400 && answer.status() < 500, answer.summary());
  }

  private static AttackResult crumbs(Site site) throws IOException {
    StringBuilder chunks = new StringBuilder(POST + CHUNKED);
    for (char c : chat("up/ok", "x".repeat(16_000)).toCharArray()) {
      chunks.append("1\r\n").append(c).append("\r\n");
    }
    try (RawConnection client = site.connect()) {
      return AttackResult.status(client.write(chunks + "0\r\n\r\n").answer(), 200);
    }
  }

  private static AttackResult pipelinedAndGone(Site site) throws IOException, InterruptedException {
    String call = new String(post(chat("up/slow-200", "hello")), ISO_8859_1);
    RawConnection client = site.connect();
    client.write(call.repeat(100)).reset();
    return IdleCheck.within(site, 3_000);
  }

  private static AttackResult continues(Site site) throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(200, site)) {
      crowd.each(c -> c.write(POST + "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n"));
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return IdleCheck.within(site, 3_000);
  }

  private static AttackResult strangeNames(Site site) throws IOException {
    for (String name :
        List.of("up/ok?x=1", "up/ok\\u0000", "up/ o k ", "up/%2e%2e", "up/", "/", "")) {
      RawAnswer answer = site.call(chat(name, "hello"));
      if (answer.status() < 200 || answer.status() >= 500) {
        return new AttackResult(false, "`" + name + "`: " + answer.summary());
      }
    }
    return new AttackResult(true, "never a 5xx");
  }

  private static AttackResult injected(Site site) throws IOException {
    String text = "\\n\\ndata: [DONE]\\n\\nevent: error\\n";
    RawAnswer answer = site.call(chat("up/parrot", text, STREAM));
    long ends = answer.body().lines().filter(line -> line.equals("data: [DONE]")).count();
    return AttackResult.status(answer, 200).and(new AttackResult(ends == 1, ends + " [DONE]"));
  }

  private static AttackResult silent(Site site) throws IOException {
    try (ManyClients _ = ManyClients.of(300, site)) {
      return site.honest();
    }
  }

  private static AttackResult resets(Site site) throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(100, site)) {
      crowd.each(client -> client.write(post(chat("up/endless-1", "hello", STREAM))));
      for (RawConnection client : crowd.first(100)) {
        client.taste();
        client.reset();
      }
      return IdleCheck.within(site, 3_000);
    }
  }

  private static AttackResult trailerLength(Site site) throws IOException {
    String body = chat("up/ok", "hello");
    String first =
        POST
            + CHUNKED
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\nContent-Length: 5\r\n\r\n";
    try (RawConnection client = site.connect()) {
      RawAnswer one = client.write(first).write(get("/v1/models")).answer();
      if (one.status() == 400) {
        return new AttackResult(client.ends(), one.summary() + ", closed");
      }
      return AttackResult.status(one, 200).and(AttackResult.status(client.answer(), 200));
    }
  }
}
