package dev.sluice.spring;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what is wrong with the gateway's configuration, without a stack trace.
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidPropertiesException cause) {
    String lines =
        cause.problems().stream()
            .map(problem -> "    " + problem)
            .collect(Collectors.joining("\n"));
    return new FailureAnalysis(
        "Sluice's gateway cannot be configured:\n\n" + lines,
        "Correct the lines above, or set sluice.enabled to false for an application without it.",
        cause);
  }
}
