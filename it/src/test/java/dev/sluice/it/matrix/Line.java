package dev.sluice.it.matrix;

import com.fasterxml.jackson.databind.JsonNode;

/// What an application has seen of one scene.
///
/// @param said its `provider` and `scene`, and `saw`, or `threw`, or `none` where the client has no
///   such thing
record Line(MatrixClient client, JsonNode said) {}
