package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider that answers as it was told to.
final class PlayedHttp implements BatchApiHttp {
  /// What was asked for: method, path and body.
  final List<String> asked = new ArrayList<>();

  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, Kind> failures = new HashMap<>();

  /// Lets requests for a path fail.
  void fail(String path, Kind kind) {
    failures.put(path, kind);
  }

  /// Tells the answer to a request.
  void answer(String method, String path, String body) {
    answers.put(method + " " + path, body);
  }

  private byte[] said(String method, String path, String body) throws RemoteFailure {
    asked.add((method + " " + path + " " + body).strip());
    Kind failure = failures.get(path);
    if (failure != null) {
      throw new RemoteFailure(failure, "played", Optional.empty());
    }
    String answer = answers.get(method + " " + path);
    if (answer == null) {
      throw new RemoteFailure(Kind.MISSING, "404", Optional.empty());
    }
    return answer.getBytes(UTF_8);
  }

  @Override
  public byte[] get(String path) throws RemoteFailure {
    return said("GET", path, "");
  }

  @Override
  public byte[] post(String path, String type, byte[] body) throws RemoteFailure {
    return said("POST", path, new String(body, UTF_8));
  }

  @Override
  public byte[] postSoon(String path, String type, byte[] body) throws RemoteFailure {
    return post(path, type, body);
  }

  @Override
  public void delete(String path) throws RemoteFailure {
    byte[] _ = said("DELETE", path, "");
  }

  @Override
  public void lines(String path, LineSink to)
      throws RemoteFailure, IOException, InterruptedException {
    for (String line : new String(said("GET", path, ""), UTF_8).lines().toList()) {
      to.line(line.getBytes(UTF_8));
    }
  }

  /// In pieces as small as can be.
  @Override
  public void beginning(String path, PieceReceiver to) throws RemoteFailure {
    boolean more = true;
    for (byte one : said("GET", path, "")) {
      more = more && to.piece(new byte[] {one}, 1);
    }
  }

  /// How often a path was asked for.
  long asked(String path) {
    return asked.stream().filter(("GET " + path)::equals).count();
  }
}
