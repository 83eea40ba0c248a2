package dev.sluice.config.provider;

/// How requests to a provider are authorised where no fixed key does it: where the proof of the
/// gateway's identity comes from, and what it is exchanged for. Two of the same content are equal,
/// so that a credential in use goes on over a reload that has brought the same again. Immutable.
///
/// Secrets within are [Secret]s, so that no message shows them.
public sealed interface Auth permits AwsAuth, GoogleAuth, EntraAuth, WorkloadAuth {

  /// The name of the kind in configuration: `aws`, `google`, `entra`, `openai`, `anthropic`.
  String kind();

  /// Where the proof comes from, in words for an operator: files and names, and nothing secret.
  String proofSource();
}
