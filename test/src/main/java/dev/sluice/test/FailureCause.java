package dev.sluice.test;

import dev.sluice.sim.Form;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.limit.ResetTime;
import java.time.Duration;
import java.util.Optional;

/// Why a provider fails.
sealed interface FailureCause {

  /// The fault of the simulator that shows it; empty for an error.
  Optional<FaultCall> fault();

  /// The error, in OpenAI's form.
  ///
  /// @param form the dialect of the call
  /// @param hint when to come again; empty where nothing says so
  OpenAiError error(Form form, String model, Optional<Duration> hint);

  static FailureCause status(int status) {
    return new Fixed(OpenAiError.of(status));
  }

  static FailureCause fault(Fault fault, String arg) {
    return new Shown(new FaultCall(fault, arg));
  }

  /// An error that is the same in each dialect.
  record Fixed(OpenAiError error) implements FailureCause {
    @Override
    public Optional<FaultCall> fault() {
      return Optional.empty();
    }

    @Override
    public OpenAiError error(Form form, String model, Optional<Duration> hint) {
      return error;
    }

    @Override
    public String toString() {
      return "status " + error.status();
    }
  }

  /// A fault of the simulator.
  record Shown(FaultCall shown) implements FailureCause {
    @Override
    public Optional<FaultCall> fault() {
      return Optional.of(shown);
    }

    @Override
    public OpenAiError error(Form form, String model, Optional<Duration> hint) {
      return OpenAiError.of(500);
    }

    @Override
    public String toString() {
      return "fault " + shown;
    }
  }

  /// The errors whose status or words depend on the call.
  enum Known implements FailureCause {
    RATE_LIMIT("rate limit") {
      @Override
      public OpenAiError error(Form form, String model, Optional<Duration> hint) {
        String again = hint.map(Known::again).orElse("");
        String message =
            "Rate limit reached for %s on requests per min (RPM): Limit 60, Used 60, Requested 1.%s"
                .formatted(model, again);
        return new OpenAiError(429, "requests", null, "rate_limit_exceeded", message);
      }
    },
    NO_QUOTA("no quota") {
      @Override
      public OpenAiError error(Form form, String model, Optional<Duration> hint) {
        return OpenAiError.quotaExhausted();
      }
    },
    OVERLOADED("overloaded") {
      @Override
      public OpenAiError error(Form form, String model, Optional<Duration> hint) {
        return OpenAiError.of(form == Form.ANTHROPIC ? 529 : 503);
      }
    },
    NO_MODEL("no such model") {
      @Override
      public OpenAiError error(Form form, String model, Optional<Duration> hint) {
        return OpenAiError.noModel(model);
      }
    },
    TOO_LONG("context too long") {
      @Override
      public OpenAiError error(Form form, String model, Optional<Duration> hint) {
        return OpenAiError.invalid("messages", "context_length_exceeded", tooLong(form));
      }
    };

    private final String label;

    Known(String label) {
      this.label = label;
    }

    private static String again(Duration hint) {
      long ms = Math.ceilDiv(hint.toNanos(), 1_000_000L);
      String time = ms < 1000 ? ms + "ms" : ResetTime.seconds(ms) + "s";
      return " Please try again in " + time + ".";
    }

    private static String tooLong(Form form) {
      return switch (form) {
        case ANTHROPIC -> "prompt is too long: 214021 tokens > 200000 maximum";
        case GEMINI ->
            "The input token count (1214021) exceeds the maximum number of tokens allowed"
                + " (1048576).";
        default ->
            "This model's maximum context length is 128000 tokens. However, your messages resulted"
                + " in 214021 tokens. Please reduce the length of the messages.";
      };
    }

    @Override
    public Optional<FaultCall> fault() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return label;
    }
  }
}
