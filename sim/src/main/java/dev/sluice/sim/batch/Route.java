package dev.sluice.sim.batch;

import dev.sluice.sim.gemini.GeminiPath;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request for batches or files wants.
///
/// @param file whether it is about a file, and not a batch
/// @param id of what it is about; a model's name for a batch of Gemini's that is to be made; empty
///   where it is about none
record Route(BatchDialect dialect, BatchStep step, boolean file, String id) {
  private static final Pattern OPENAI =
      Pattern.compile(
          "(?:/v1beta/openai|/api/v1|/openai/v1|/openai|/v1|)/(files|batches)"
              + "(?:/([^/]+))?(?:/(content|cancel))?");
  private static final Pattern ANTHROPIC =
      Pattern.compile("(?:/v1|)/messages/batches(?:/([^/]+))?(?:/(results|cancel))?");
  private static final Pattern GEMINI_MAKES =
      Pattern.compile("/v1(?:beta)?/models/(.+):batchGenerateContent");
  private static final Pattern GEMINI_UPLOADS = Pattern.compile("/upload/v1(?:beta)?/files");
  private static final Pattern GEMINI =
      Pattern.compile(
          "(?:/download)?/v1(?:beta)?/(files|batches)(?:/([^/:]+))?(?::(cancel|delete|download))?");

  /// The route of `request`; null where it is about no batch and no file. Google's paths below
  /// `/v1` are OpenAI's too: there the key's place decides.
  static @Nullable Route of(ReceivedRequest request) {
    String path = request.path();
    Matcher openai = OPENAI.matcher(path);
    if (openai.matches() && !GeminiPath.hasGoogleKey(request)) {
      boolean file = openai.group(1).equals("files");
      return of(request, BatchDialect.OPENAI, file, openai.group(2), openai.group(3));
    }
    Matcher anthropic = ANTHROPIC.matcher(path);
    if (anthropic.matches()) {
      return of(request, BatchDialect.ANTHROPIC, false, anthropic.group(1), anthropic.group(2));
    }
    return gemini(request, path);
  }

  private static @Nullable Route gemini(ReceivedRequest request, String path) {
    Matcher makes = GEMINI_MAKES.matcher(path);
    if (makes.matches() && request.method().equals("POST")) {
      return new Route(BatchDialect.GEMINI, BatchStep.CREATE, false, makes.group(1));
    }
    if (GEMINI_UPLOADS.matcher(path).matches()) {
      return of(request, BatchDialect.GEMINI, true, null, null);
    }
    Matcher other = GEMINI.matcher(path);
    if (!other.matches()) {
      return null;
    }
    boolean file = other.group(1).equals("files");
    Route found = of(request, BatchDialect.GEMINI, file, other.group(2), other.group(3));
    boolean made =
        found != null && (found.step == BatchStep.CREATE || found.step == BatchStep.UPLOAD);
    return made ? null : found;
  }

  private static @Nullable Route of(
      ReceivedRequest request,
      BatchDialect dialect,
      boolean file,
      @Nullable String id,
      @Nullable String verb) {
    String what = request.method() + (id == null ? "" : " id") + (verb == null ? "" : " " + verb);
    BatchStep step =
        switch (what) {
          case "POST" -> file ? BatchStep.UPLOAD : BatchStep.CREATE;
          case "GET" -> BatchStep.LIST;
          case "GET id" -> BatchStep.POLL;
          case "GET id content", "GET id results", "GET id download" -> BatchStep.RESULTS;
          case "POST id cancel" -> file ? null : BatchStep.CANCEL;
          case "DELETE id" -> BatchStep.DELETE;
          default -> null;
        };
    return step == null ? null : new Route(dialect, step, file, id == null ? "" : id);
  }
}
