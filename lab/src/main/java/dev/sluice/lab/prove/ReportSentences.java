package dev.sluice.lab.prove;

import java.util.List;

/// The sentences of the reports: what is compared, and what would make it unfair.
final class ReportSentences {
  static final String TITLE = "Model calls with an SDK alone, and through Sluice";

  private ReportSentences() {}

  /// Returns a sentence about what was compared.
  static String setting(Result result) {
    ProveOptions options = result.options();
    return "%,d calls in %d s on each side, at %s times the quota of two providers, seed %d."
        .formatted(
            result.calls(),
            options.length().toSeconds(),
            number(options.load()),
            options.seed());
  }

  /// How each side, the calls and the providers are made.
  static List<String> method(Workload workload) {
    return List.of(
        ("Calls: %.0f %% chats with the arrivals and inputs of a trace, %.0f times as fast, with"
                + " temperature 0 and at most %d tokens of output, three of four streamed; %.0f %%"
                + " embeddings of 1 to %d texts; of all, %.0f %% repeat a call of the last second and"
                + " %.0f %% any earlier one.")
            .formatted(
                100 * (1 - workload.embeddings()),
                workload.speed(),
                workload.maxTokens(),
                100 * workload.embeddings(),
                CallMix.TEXTS,
                100 * workload.repeatSecond(),
                100 * workload.repeatAny()),
        ("Providers: two simulated ones over real sockets. Each allows half of the quota: tokens a"
                + " minute for chats, requests a minute for embeddings, %d s of it at once. One"
                + " refuses connections for 15 %% of the time; later the other answers 20 %% of its"
                + " calls with 503, leaves 5 %% without an answer, and begins all others 0.8 s later,"
                + " for 20 %% of the time.")
            .formatted(Trouble.BURST.toSeconds()),
        "Before: each application knows one of the two providers and retries as the official SDKs"
            + " do by default: twice, after 0.5 s, doubled, or after the time that the provider"
            + " names. Every application waits 30 s for an answer.",
        ("After: the same calls at the same instants, to Sluice, with the SDK's own retries off."
                + " Sluice knows both providers and none of their limits; batching (100 ms), cache and"
                + " coalescing are on, a call waits %d s at most, so that a rest of the applications'"
                + " 30 s is left for its answer, and everything else is as it comes.")
            .formatted(Site.PATIENCE.toSeconds()),
        "Latency is that of all calls: one without an answer counts 30 s. Upstream calls per answer"
            + " are calls that a provider has answered with 200, over calls of applications that"
            + " were answered.");
  }

  /// Returns what would make the comparison unfair, and how it is here.
  static List<String> fairness() {
    return List.of(
        "Threads blocked: with the SDK, the calls under way at the peak, each of which holds a"
            + " thread of an application that calls as its SDK does; through Sluice, how often a"
            + " call blocked the thread that carries it inside of the gateway for 20 ms or more."
            + " The threads of the applications before Sluice are not counted.",
        "Both sides run at the same time in one process, each before two providers of its own with"
            + " the same seeds.",
        "The SDK's side has no second provider to turn to. An application with a fallback of its"
            + " own would lose fewer calls in the outage.",
        "A quarter of the calls are repeats, and their chats ask with temperature 0. Without"
            + " repeats the cache saves nothing; without concurrent embeddings batching saves"
            + " nothing.",
        "The sizes of answers are drawn by the providers, so that a repeat on the SDK's side may"
            + " cost more or less than the first call.",
        ("Through Sluice a call may wait up to %d s in the queue; one that cannot be served in that"
                + " time is refused at once, which counts as 30 s here.")
            .formatted(Site.PATIENCE.toSeconds()),
        "Refusals for the limit are compared as a number and as a share of the attempts: an SDK"
            + " alone makes two to three times as many attempts, so that the number alone falls"
            + " with every repeat that is not made.");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
