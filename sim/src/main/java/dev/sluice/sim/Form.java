package dev.sluice.sim;

import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.gemini.CandidateStream;
import dev.sluice.sim.gemini.GeminiCall;
import dev.sluice.sim.gemini.GeminiForm;
import dev.sluice.sim.gemini.GeminiModels;
import dev.sluice.sim.gemini.GeminiPath;
import dev.sluice.sim.messages.AnthropicForm;
import dev.sluice.sim.messages.Messages;
import dev.sluice.sim.responses.ResponsesForm;
import dev.sluice.sim.stored.ResponsesApi;
import dev.sluice.sim.unit.UnitCall;
import dev.sluice.sim.unit.UnitKind;
import dev.sluice.sim.vendor.Vendor;
import dev.sluice.sim.vendor.VendorCall;
import dev.sluice.sim.vendor.VendorForm;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The dialect of a request, and so of its answer.
public enum Form {
  OPENAI,
  RESPONSES,
  ANTHROPIC,
  GEMINI,
  /// Embeddings in the dialect of another vendor ([dev.sluice.sim.vendor.Vendor]).
  VENDOR,
  /// What is sold by units ([dev.sluice.sim.unit.UnitKind]), with errors in OpenAI's form.
  UNIT;

  /// Returns the dialect that `request` speaks, by its path.
  public static Form of(ReceivedRequest request) {
    if (GeminiPath.speaks(request)) {
      return GEMINI;
    }
    if (Vendor.of(request) != null) {
      return VENDOR;
    }
    if (UnitKind.at(request.path()) != null) {
      return UNIT;
    }
    Operation operation = Operation.at(Paths.local(request.path()));
    if (operation == null) {
      boolean batch = Paths.local(request.path()).startsWith("/messages/batches");
      return !batch && request.header("anthropic-version") == null ? OPENAI : ANTHROPIC;
    }
    return operation.anthropic() ? ANTHROPIC : operation.responses() ? RESPONSES : OPENAI;
  }

  /// Reads a call, which asks a model.
  ///
  /// @param stored what is kept of responses
  /// @throws Refusal if it is wrong
  public ReadCall read(ReceivedRequest request, ResponsesApi stored) throws Refusal {
    byte[] body = request.body();
    return switch (this) {
      case OPENAI -> OpenAiApi.call(operation(request), body);
      case RESPONSES -> stored.call(operation(request), body, AcceptedKeys.of(request));
      case ANTHROPIC -> Messages.call(operation(request), body);
      case GEMINI -> GeminiCall.read(Objects.requireNonNull(GeminiPath.of(request)), body);
      case VENDOR -> VendorCall.read(Objects.requireNonNull(Vendor.of(request)), body);
      case UNIT -> UnitCall.read(Objects.requireNonNull(UnitKind.at(request.path())), request);
    };
  }

  private static Operation operation(ReceivedRequest request) {
    return Objects.requireNonNull(operationAt(request.path()));
  }

  /// Returns the operation that a path of OpenAI's or Anthropic's dialect asks for; null for none.
  public static @Nullable Operation operationAt(String path) {
    return Operation.at(Paths.local(path));
  }

  /// Returns whether `request` is for what models do, and not for a list or for what is stored.
  public boolean asksModel(ReceivedRequest request) {
    return switch (this) {
      case GEMINI -> GeminiPath.of(request) != null;
      case VENDOR, UNIT -> true;
      default -> Operation.at(Paths.local(request.path())) != null;
    };
  }

  /// Returns how many events stand between a stream's first one and the first that a model says:
  /// less than none where the stream begins with such an event.
  public int opening() {
    return switch (this) {
      case OPENAI, VENDOR, UNIT -> 0;
      case RESPONSES -> ResponsesForm.OPENING;
      case ANTHROPIC -> Messages.OPENING;
      case GEMINI -> CandidateStream.OPENING;
    };
  }

  /// Returns `reply`, which is in OpenAI's form, in the form of this dialect.
  ///
  /// @param now the wall clock
  public HttpReply dress(HttpReply reply, ReceivedRequest request, Instant now) {
    return switch (this) {
      case OPENAI, UNIT -> reply;
      case RESPONSES -> ResponsesForm.of(reply);
      case ANTHROPIC -> AnthropicForm.of(reply, now);
      case GEMINI -> GeminiForm.of(reply, request, now);
      case VENDOR -> VendorForm.of(reply, Objects.requireNonNull(Vendor.of(request)));
    };
  }

  /// The error of a request whose key is missing, or is none.
  ///
  /// @param error the same in OpenAI's words
  OpenAiError keyless(OpenAiError error) {
    return this != GEMINI ? error : error.code() == null ? GeminiForm.noKey() : GeminiForm.badKey();
  }

  /// Returns the list of the models, as JSON.
  byte[] models(ReceivedRequest request, Set<String> names) {
    return switch (this) {
      case OPENAI, RESPONSES, VENDOR, UNIT -> OpenAiApi.models(names);
      case ANTHROPIC -> AnthropicForm.models(names);
      case GEMINI -> GeminiModels.page(request, names);
    };
  }

  /// Returns the description of one model, as JSON.
  byte[] model(String name) {
    return switch (this) {
      case OPENAI, RESPONSES, VENDOR, UNIT -> OpenAiApi.model(name);
      case ANTHROPIC -> AnthropicForm.model(name);
      case GEMINI -> GeminiModels.one(name);
    };
  }
}
