package dev.sluice.report;

import dev.sluice.call.text.Plural;
import dev.sluice.report.history.CallFault;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Totals;

/// The calls of a span of time that failed, by whose fault that is.
///
/// @param judged the calls that could have gone well here: all but those that failed by their
///   caller's fault, or whose caller has left
/// @param provider how many failed by the provider's fault
/// @param gateway how many failed by the gateway's fault
/// @param caller how many failed by their caller's own fault, which are not judged
/// @param limited how many of these a limit of their key or team has refused
/// @param unknown those of which an earlier version has not stored by whose fault they failed,
///   which are not judged
public record Failures(
    long judged, long provider, long gateway, long caller, long limited, long unknown) {
  /// How many failures say something, however few calls there were.
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

  /// How many calls failed without their caller's fault.
  long failed() {
    return provider + gateway;
  }

  double share() {
    return Situation.share(failed(), judged);
  }

  /// Whether there are enough failures or calls to say something.
  boolean enough() {
    return judged >= Situation.CALLS_LEAST || failed() >= FEW;
  }

  /// Returns these failures without the `later` ones.
  Failures before(Failures later) {
    return new Failures(
        Math.max(0, judged - later.judged),
        Math.max(0, provider - later.provider),
        Math.max(0, gateway - later.gateway),
        Math.max(0, caller - later.caller),
        Math.max(0, limited - later.limited),
        Math.max(0, unknown - later.unknown));
  }

  /// Says how many calls failed and by whose fault: `36 of 223 calls failed: 30 by the provider's
  /// fault, 6 by the gateway's`.
  String words() {
    String of = failed() + " of " + calls(judged) + " failed";
    if (provider == 0 || gateway == 0) {
      return of + (failed() == 0 ? "" : by(provider > 0 ? "provider" : "gateway"));
    }
    return of + ": " + byFault();
  }

  /// `30 by the provider's fault, 6 by the gateway's`.
  String byFault() {
    return provider + by("provider") + ", " + gateway + " by the gateway's";
  }

  private static String by(String whose) {
    return " by the " + whose + "'s fault";
  }

  /// Says what callers have got wrong; empty for nothing.
  String own() {
    if (caller == 0) {
      return "";
    }
    if (caller == limited) {
      return calls(caller) + " were refused by limits of their keys or teams";
    }
    String limits = ", " + limited + " of them at a limit of their key or team";
    return calls(caller) + " failed by the callers' own fault" + (limited == 0 ? "" : limits);
  }

  /// Failures of which nobody knows whose they are, in words; empty for none.
  String unknownFaults() {
    return unknown == 0
        ? ""
        : calls(unknown) + " failed, of which an earlier version kept no fault";
  }

  /// Tells of the failures that are judged in words, and of those whose cause is unknown; empty
  /// where there are none.
  String note(String trend) {
    String judged = failed() > 0 ? words() + trend : "";
    String others = unknownFaults();
    return judged + (judged.isEmpty() || others.isEmpty() ? "" : "; another ") + others;
  }

  /// Says a number of calls: `1 call`, `2 calls`.
  static String calls(long count) {
    return Plural.of(count, "call");
  }
}
