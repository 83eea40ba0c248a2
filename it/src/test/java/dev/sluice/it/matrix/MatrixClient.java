package dev.sluice.it.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.matrix.DialectGateways.Where;
import java.io.IOException;
import java.util.List;

/// A client of the table.
interface MatrixClient {
  /// How its registry names it.
  String name();

  /// Where it comes from.
  String registry();

  String version();

  /// What it speaks.
  ClientKind kind();

  /// Plays every scene at each gateway.
  ///
  /// @return for each `provider` and `scene` what the application has seen: `saw`, or `threw`, or
  ///   `none` where the client has no such thing
  List<JsonNode> play(List<Where> gateways) throws IOException, InterruptedException;
}
