package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/// Compares the request scanner with Jackson: whether a body is a request, its facts and their
/// spans are the same, wherever the body is cut.
public final class ScannerCheck {
  private static final Operation[] OPERATIONS = {
    Operation.CHAT,
    Operation.COMPLETIONS,
    Operation.EMBEDDINGS,
    Operation.MODERATIONS,
    Operation.RESPONSES
  };

  private ScannerCheck() {}

  /// Compares them on so many bodies, and says what came of it. Blocks the calling thread.
  ///
  /// @return the exit code: 1 where they differ
  public static int run(long bodies, long seed, PrintStream out) {
    try {
      long requests = compare(bodies, seed);
      out.printf("%,d bodies, %,d of them requests: no difference%n", bodies, requests);
      return 0;
    } catch (IllegalStateException difference) {
      out.println(difference.getMessage());
      return 1;
    }
  }

  /// Compares them on `bodies` that are made up from `seed`.
  ///
  /// @return how many of them are requests
  /// @throws IllegalStateException with the body, where they differ
  static long compare(long bodies, long seed) {
    Random random = new Random(seed);
    RandomBodies made = new RandomBodies(random);
    long requests = 0;
    for (long i = 0; i < bodies; i++) {
      Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
      byte[] body = made.next(operation);
      requests += compare(operation, body, random) ? 1 : 0;
    }
    return requests;
  }

  /// Compares them on one body, for each operation, cut in two at every place.
  public static void every(byte[] body) {
    for (Operation operation : OPERATIONS) {
      Optional<RequestFacts> expected = JacksonRequest.of(operation, body);
      for (int cut = 0; cut <= body.length; cut++) {
        same(operation, body, expected, scanned(operation, body, cut, body.length));
      }
      same(operation, body, expected, scanned(operation, body, 1, 1));
    }
  }

  private static boolean compare(Operation operation, byte[] body, Random random) {
    Optional<RequestFacts> expected = JacksonRequest.of(operation, body);
    same(operation, body, expected, scanned(operation, body, body.length, 1));
    int cut = random.nextInt(body.length + 1);
    same(operation, body, expected, scanned(operation, body, cut, 1 + random.nextInt(40)));
    return expected.isPresent();
  }

  /// Returns what the scanner says of a body that comes in pieces, the first one of `first` bytes.
  private static Optional<RequestFacts> scanned(
      Operation operation, byte[] body, int first, int others) {
    RequestScanner scanner = new RequestScanner(operation);
    int from = 0;
    for (int to = first; from < body.length; to = Math.min(body.length, from + others)) {
      // A copy, so that no byte of another piece can be seen.
      byte[] piece = Arrays.copyOfRange(body, from, to);
      scanner.add(piece, 0, piece.length);
      from = to;
    }
    try {
      return Optional.of(comparable(scanner.facts()));
    } catch (InvalidRequest _) {
      return Optional.empty();
    }
  }

  /// Returns `facts` without the sizes of what is attached and the number of outputs, which Jackson
  /// is not asked for.
  private static RequestFacts comparable(RequestFacts facts) {
    return new RequestFacts(
        facts.model(),
        facts.modelStart(),
        facts.modelEnd(),
        facts.stream(),
        facts.includeUsage(),
        facts.maxTokens(),
        facts.pinned(),
        facts.streaming(),
        facts.reuse(),
        new RequestFacts.Attached(facts.media() ? 1 : 0, false),
        facts.resealed(),
        facts.state(),
        1,
        facts.extras(),
        RequestFacts.Cloud.NONE);
  }

  private static void same(
      Operation operation,
      byte[] body,
      Optional<RequestFacts> expected,
      Optional<RequestFacts> facts) {
    if (!expected.equals(facts)) {
      throw new IllegalStateException(
          "for %s Jackson says %s, the scanner %s of %s (%s)"
              .formatted(
                  operation,
                  expected,
                  facts,
                  new String(body, UTF_8),
                  HexFormat.of().formatHex(body)));
    }
  }
}
