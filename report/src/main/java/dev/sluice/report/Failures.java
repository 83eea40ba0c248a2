package dev.sluice.report;

import dev.sluice.call.text.Plural;
import dev.sluice.report.history.CallFault;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Totals;
import java.util.ArrayList;
import java.util.List;

/// The calls of a span of time that failed, by whose fault that is.
///
/// @param judged the calls that could have gone well here: all but those that failed by their
///   caller's fault, or whose caller has left
/// @param provider those that failed by the provider's fault
/// @param gateway those that failed by the gateway's fault
/// @param caller those that failed by their caller's own fault, which are not judged
/// @param limited those of them that a limit of their key or team has refused
/// @param unknown those of which an earlier version has not stored by whose fault they failed,
///   which are not judged
public record Failures(
    long judged, long provider, long gateway, long caller, long limited, long unknown) {
  /// So many failures say something, however few calls there were.
  private static final int FEW = 5;

  static Failures of(Totals totals) {
    long caller = totals.failed(CallFault.CALLER);
    long known = totals.failed(CallFault.PROVIDER) + totals.failed(CallFault.GATEWAY) + caller;
    long well = totals.of(Figure.CALL_ANSWERED);
    long failed = totals.calls() - well - totals.of(Figure.CALL_CANCELLED);
    return new Failures(
        Math.max(0, well + known - caller),
        totals.failed(CallFault.PROVIDER),
        totals.failed(CallFault.GATEWAY),
        caller,
        totals.of(Figure.CALL_LIMIT_REACHED),
        Math.max(0, failed - known));
  }

  /// Those that did not fail by their caller's fault.
  long failed() {
    return provider + gateway;
  }

  double share() {
    return Situation.share(failed(), judged);
  }

  /// Whether they say something.
  boolean enough() {
    return judged >= Situation.CALLS_LEAST || failed() >= FEW;
  }

  /// These but `later` ones.
  Failures before(Failures later) {
    return new Failures(
        Math.max(0, judged - later.judged),
        Math.max(0, provider - later.provider),
        Math.max(0, gateway - later.gateway),
        Math.max(0, caller - later.caller),
        Math.max(0, limited - later.limited),
        Math.max(0, unknown - later.unknown));
  }

  /// `36 of 223 calls failed: 30 by the provider's fault, 6 by the gateway's`.
  String words() {
    String of = failed() + " of " + calls(judged) + " failed";
    if (provider == 0 || gateway == 0) {
      return of + (failed() == 0 ? "" : by(provider > 0 ? "provider" : "gateway"));
    }
    return of + ": " + provider + by("provider") + ", " + gateway + " by the gateway's";
  }

  private static String by(String whose) {
    return " by the " + whose + "'s fault";
  }

  /// What is not judged in words: what callers have got wrong, and what is not known; empty for
  /// nothing.
  ///
  /// @param more whether there are others beside it
  String unjudged(boolean more) {
    String another = more ? "another " : "";
    List<String> parts = new ArrayList<>();
    if (caller > 0) {
      String limits = ", " + limited + " of them at a limit of their key or team";
      parts.add(
          another
              + calls(caller)
              + " failed by the callers' own fault"
              + (limited == 0 ? "" : limits));
    }
    if (unknown > 0) {
      parts.add(another + calls(unknown) + " failed, of which an earlier version kept no fault");
    }
    return String.join("; ", parts);
  }

  /// All of it in words; empty where nothing has failed.
  String note(String trend) {
    String judged = failed() > 0 ? words() + trend : "";
    String others = unjudged(failed() > 0);
    return judged + (judged.isEmpty() || others.isEmpty() ? "" : "; ") + others;
  }

  /// `1 call`, `2 calls`.
  static String calls(long count) {
    return Plural.of(count, "call");
  }
}
