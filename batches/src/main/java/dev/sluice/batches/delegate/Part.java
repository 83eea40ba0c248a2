package dev.sluice.batches.delegate;

import java.util.List;

/// A part of a delegated batch, which is one batch at the provider: some of its lines, one behind
/// the other. Immutable.
///
/// @param from its first line, counted from 0
/// @param to the line behind its last one
/// @param worst what its lines may cost at worst, in nano-dollars
/// @param file the provider's name of the file of its lines; empty for none
/// @param remote the provider's name of its batch; empty where there is none, or none is known
/// @param results the provider's names of the files of its results
/// @param since when it came to its state, in milliseconds since 1970 in UTC
/// @param due when something is to be done about it, likewise
/// @param asked how often the provider was asked in this state
/// @param failed how often that failed, one time behind the other
/// @param refused how often of these the provider refused, or did not know what was asked for
public record Part(
    int from,
    int to,
    long worst,
    PartState state,
    String file,
    String remote,
    List<String> results,
    long since,
    long due,
    int asked,
    int failed,
    int refused) {
  public Part {
    results = List.copyOf(results);
  }

  /// A part of which nothing is at the provider.
  public static Part planned(int from, int to, long worst, long now) {
    return new Part(from, to, worst, PartState.PLANNED, "", "", List.of(), now, now, 0, 0, 0);
  }

  /// Whether nothing more is expected of the provider.
  public boolean isOver() {
    return state == PartState.OVER;
  }

  /// Whether a line is one of its lines.
  public boolean has(int line) {
    return line >= from && line < to;
  }

  /// How many lines it has.
  public int lines() {
    return to - from;
  }

  /// What tells it from all other batches at the provider: letters, digits, dashes and underscores.
  ///
  /// @param batch the name of the gateway's batch
  public String mark(String batch) {
    return batch + "-" + from;
  }

  Part withFile(String name, long now) {
    return new Part(from, to, worst, PartState.UPLOADED, name, "", results, now, now, 0, 0, 0);
  }

  Part withRemote(String name, long now, long next) {
    return new Part(from, to, worst, PartState.RUNNING, file, name, results, now, next, 0, 0, 0);
  }

  Part ended(List<String> files, long now) {
    return new Part(from, to, worst, PartState.ENDED, file, remote, files, now, now, 0, 0, 0);
  }

  /// This part in another state.
  Part in(PartState other, long now) {
    return new Part(from, to, worst, other, file, remote, results, now, now, 0, 0, 0);
  }

  /// This part in another state, to which it has come by the same attempts.
  Part still(PartState other, long now, long next) {
    return new Part(from, to, worst, other, file, remote, results, now, next, 0, failed, refused);
  }

  Part asked(long next) {
    return new Part(from, to, worst, state, file, remote, results, since, next, asked + 1, 0, 0);
  }

  /// This part once the provider was asked, and that has failed.
  ///
  /// @param refusal whether the provider has refused
  Part failed(long next, boolean refusal) {
    int refusals = refusal ? refused + 1 : refused;
    return new Part(
        from, to, worst, state, file, remote, results, since, next, asked, failed + 1, refusals);
  }
}
