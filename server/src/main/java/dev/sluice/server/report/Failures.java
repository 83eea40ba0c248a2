package dev.sluice.server.report;

import dev.sluice.internal.history.count.CallFault;
import dev.sluice.internal.history.count.Figure;
import dev.sluice.internal.history.count.Totals;
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
public record Failures(long judged, long provider, long gateway, long caller, long limited) {
  /// So many failures say something, however few calls there were.
  private static final int FEW = 5;

  static Failures of(Totals totals) {
    long caller = totals.failed(CallFault.CALLER);
    long left = totals.of(Figure.CALL_CANCELLED);
    return new Failures(
        Math.max(0, totals.calls() - caller - left),
        totals.failed(CallFault.PROVIDER),
        totals.failed(CallFault.GATEWAY),
        caller,
        totals.of(Figure.CALL_LIMIT_REACHED));
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
        Math.max(0, limited - later.limited));
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

  /// What callers have got wrong, in words; empty for nothing.
  String callersWords() {
    String limits = limited == 0 ? "" : ", " + limited + " of them at a limit of their key or team";
    return caller == 0 ? "" : calls(caller) + " failed by the callers' own fault" + limits;
  }

  /// Both in words; empty where nothing has failed.
  String note(String trend) {
    List<String> parts = new ArrayList<>();
    if (failed() > 0) {
      parts.add(words() + trend);
    }
    if (caller > 0) {
      parts.add((failed() > 0 ? "another " : "") + callersWords());
    }
    return String.join("; ", parts);
  }

  /// `1 call`, `2 calls`.
  static String calls(long count) {
    return count + (count == 1 ? " call" : " calls");
  }
}
