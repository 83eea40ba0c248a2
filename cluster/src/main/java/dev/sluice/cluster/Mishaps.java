package dev.sluice.cluster;

import dev.sluice.cluster.lease.ClusterTerms;
import dev.sluice.cluster.lease.NodeShares;
import dev.sluice.cluster.lease.NodeShares.Apart;
import dev.sluice.cluster.lease.View;
import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.RedisReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What an operator is told of a membership, once when it begins and once when it is over. Confined
/// to the agenda.
final class Mishaps {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// At how many looks a limit is out of reach before that is told, and after how many in a row at
  /// which none is that is over: what comes and goes is told once.
  private static final int LASTS = 3;

  private static final int OVER = 5;

  private static final long MOST_SKEW_MILLIS = 5_000;

  private final ClusterTerms terms;
  private final NodeShares shares;
  private final Agenda agenda;
  private final Consumer<String> tell;
  private boolean toldAlone;
  private boolean toldApart;
  private int apartLooks;
  private int clearLooks;
  private boolean toldSkew;
  private boolean toldTwin;
  private boolean toldUnheard;
  private volatile boolean ended;

  Mishaps(ClusterTerms terms, NodeShares shares, Agenda agenda, Consumer<String> tell) {
    this.terms = terms;
    this.shares = shares;
    this.agenda = agenda;
    this.tell = tell;
  }

  /// Looks each second from now on.
  void watch() {
    agenda.after(
        LOOK,
        () -> {
          if (!ended) {
            look();
            watch();
          }
        });
  }

  void end() {
    ended = true;
  }

  private void look() {
    View view = shares.view();
    boolean lasts = agenda.clock().nanos() - view.since() >= GRACE.toNanos();
    if (view.alone() && lasts && !toldAlone) {
      toldAlone = true;
      tell.accept(alone(view));
    } else if (!view.alone() && lasts && toldAlone) {
      toldAlone = false;
      tell.accept(
          "limits are shared with " + terms.cluster() + " again, " + view.nodes() + " nodes");
    }
    apart(view);
    skew(view);
    twin();
    unheard(view);
  }

  /// Tells of limits whose server does not answer, while the one that answers beats does.
  private void apart(View view) {
    List<Apart> apart = view.alone() ? List.of() : shares.apart();
    if (!apart.isEmpty()) {
      clearLooks = 0;
      apartLooks++;
      if (apartLooks >= LASTS && !toldApart) {
        toldApart = true;
        tell.accept(apart(view, apart));
      }
    } else if (!view.alone() && ++clearLooks >= OVER) {
      apartLooks = 0;
      if (toldApart) {
        toldApart = false;
        tell.accept("all limits are shared with " + terms.cluster() + " again");
      }
    }
  }

  private String apart(View view, List<Apart> apart) {
    Apart first = apart.getFirst();
    int others = apart.size() - 1;
    return first.limit()
        + (others == 0 ? " is" : " and " + others + " other limits are")
        + " out of reach in "
        + terms.cluster()
        + ", counted as 1/"
        + view.nodes()
        + " here: "
        + words(first.why())
        + (first.why() instanceof RedisReply.Down ? server() : remedy(first.why()));
  }

  private String server() {
    return shares.isSpread()
        ? "; see that each server of the Redis Cluster is up: `redis-cli cluster nodes` names them"
        : "; see that Redis answers within "
            + terms.patience().toMillis()
            + " ms: `redis-cli --latency` measures it";
  }

  private void unheard(View view) {
    Optional<RedisReply.Refused> why = view.alone() ? Optional.empty() : shares.unheard();
    if (why.isPresent() && !toldUnheard) {
      tell.accept(
          "nodes of "
              + terms.cluster()
              + " do not hear of each other's holds and circuits at once: "
              + words(why.get())
              + remedy(why.get()));
    }
    toldUnheard = why.isPresent();
  }

  private String alone(View view) {
    return "alone in "
        + terms.cluster()
        + ", each limit counts as 1/"
        + view.nodes()
        + " of it here: "
        + words(shares.why())
        + remedy(shares.why());
  }

  private void twin() {
    if (shares.hasTwin() && !toldTwin) {
      toldTwin = true;
      tell.accept(
          "another node of "
              + terms.cluster()
              + " is called "
              + terms.node()
              + ", too: limits hold, but people cannot tell them apart; give each its own"
              + " `cluster.node`");
    }
  }

  private void skew(View view) {
    boolean wrong = !view.alone() && Math.abs(shares.skew()) > MOST_SKEW_MILLIS;
    if (wrong && !toldSkew) {
      tell.accept(
          "the clock here and that of Redis differ by "
              + Math.abs(shares.skew()) / 1_000
              + " s; nothing depends on it but what people read");
    }
    toldSkew = wrong;
  }

  /// Returns why a node is alone, in words.
  static String words(RedisReply why) {
    return switch (why) {
      case RedisReply.Refused refused -> "Redis refuses, " + refused.message();
      case RedisReply.Down down -> "Redis does not answer, " + down.why();
      case RedisReply.Values _ -> "Redis has answered something else than was asked";
    };
  }

  private String remedy(RedisReply why) {
    return switch (why) {
      case RedisReply.Refused refused when refused.code().equals("WRONGTYPE") ->
          "; another program uses names that begin with " + NodeShares.names(terms);
      case RedisReply.Refused refused when refused.code().equals("NOPERM") ->
          "; give the user the keys, channels and commands that docs/configuration.md has under"
              + " `cluster`";
      default -> "";
    };
  }
}
