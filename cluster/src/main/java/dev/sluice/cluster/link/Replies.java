package dev.sluice.cluster.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What the client library says, as replies. Texts of Redis are cut.
final class Replies {
  private static final int LONGEST = 200;

  /// Refusals that Redis before 7 puts behind `ERR Error running script`.
  private static final Set<String> WITHIN =
      Set.of("WRONGTYPE", "READONLY", "OOM", "NOPERM", "MISCONF", "NOREPLICAS");

  /// How Redis before 7.2 says NOPERM of a command in a script.
  private static final String FORBIDDEN = "user executing the script can't";

  private Replies() {}

  /// Returns the answer of a script.
  static RedisReply of(@Nullable Object values) {
    if (!(values instanceof List<?> list)) {
      return new RedisReply.Refused("MALFORMED", "the answer is no list");
    }
    var texts = new ArrayList<String>(list.size());
    for (Object value : list) {
      if (!(value instanceof String text)) {
        return new RedisReply.Refused("MALFORMED", "the answer is no list of texts");
      }
      texts.add(text);
    }
    return new RedisReply.Values(texts);
  }

  /// Returns why there is no answer: what Redis has said, or what else stands in the way.
  static RedisReply of(Throwable failure) {
    Throwable last = failure;
    String what = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException said) {
        return refused(String.valueOf(said.getMessage()));
      }
      if (cause instanceof SSLException) {
        what = "no TLS, or its certificate is not trusted: ";
      }
      last = cause;
    }
    String words = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    return new RedisReply.Down(cut(what + words));
  }

  /// Whether the server has not answered within seconds.
  static boolean hangs(Throwable failure) {
    return failure instanceof RedisCommandTimeoutException
        || failure.getCause() instanceof RedisCommandTimeoutException;
  }

  static RedisReply.Refused refused(String message) {
    String[] words = message.split("[^A-Z]+", 2);
    String code = words.length > 0 && !words[0].isEmpty() ? words[0] : "ERR";
    if (code.equals("ERR")) {
      code = WITHIN.stream().filter(message::contains).findFirst().orElse(code);
    }
    if (message.contains(FORBIDDEN)) {
      code = "NOPERM";
    }
    return new RedisReply.Refused(cut(code), cut(message));
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}
