package dev.sluice.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says which Spring Boot the starter needs, without a stack trace.
final class UnsupportedBootAnalyzer extends AbstractFailureAnalyzer<UnsupportedBootException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, UnsupportedBootException cause) {
    return new FailureAnalysis(cause.getMessage() + ".", UnsupportedBootException.REMEDY, cause);
  }
}
