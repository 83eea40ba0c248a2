package dev.sluice.config.provider;

import java.net.URI;
import java.util.Optional;

/// Tokens of Microsoft Entra ID.
///
/// @param scope what tokens are for, ending in `/.default`, such as
///   `https://cognitiveservices.azure.com/.default`
public record EntraAuth(Source source, String scope) implements Auth {
  private static final String DEFAULT = "/.default";

  /// The scope of Azure OpenAI.
  public static final String OPENAI = "https://cognitiveservices.azure.com" + DEFAULT;

  /// The scope of Foundry.
  public static final String FOUNDRY = "https://ai.azure.com" + DEFAULT;

  public EntraAuth {
    if (!scope.endsWith(DEFAULT) || !scope.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the scope of Entra must end in /.default, such as " + OPENAI);
    }
  }

  /// What a managed identity is asked for in place of a scope.
  public String resource() {
    return scope.substring(0, scope.length() - DEFAULT.length());
  }

  /// Where a proof comes from.
  public sealed interface Source permits App, Managed {}

  /// An application that is registered with Entra.
  ///
  /// @param authority such as `https://login.microsoftonline.com`
  /// @param tenant the directory's id or domain
  /// @param client the application's id
  public record App(URI authority, String tenant, String client, Proof proof) implements Source {
    public App {
      check(tenant, "the tenant");
      check(client, "the client");
    }

    private static void check(String id, String what) {
      if (!id.matches("[A-Za-z0-9.-]{1,128}")) {
        throw new IllegalArgumentException(
            what + " of Entra must be letters, digits, dots and hyphens");
      }
    }
  }

  /// What an application proves its identity by.
  public sealed interface Proof permits ClientSecret, Certificate, Federated {}

  /// A secret of the application.
  public record ClientSecret(Secret secret) implements Proof {}

  /// A certificate of the application, whose RSA key signs an assertion.
  public record Certificate(ClientCertificate certificate) implements Proof {}

  /// A token in a file, as Kubernetes puts it there, which is read anew for each exchange.
  ///
  /// @param file the absolute path
  public record Federated(String file) implements Proof {}

  /// The identity of a machine or a service of Azure.
  ///
  /// @param client the client id of a user-assigned identity; empty for the machine's own
  public record Managed(Host host, URI endpoint, Optional<Secret> header, Optional<String> client)
      implements Source {}

  /// What gives a managed identity its tokens.
  public enum Host {
    /// The metadata service of a virtual machine or of AKS.
    MACHINE,
    /// App Service, Functions and Container Apps, which ask for a header's value.
    APP_SERVICE,
    /// Azure Arc, which asks for the content of a file that it names.
    ARC
  }

  @Override
  public String kind() {
    return "entra";
  }

  @Override
  public String proofSource() {
    return switch (source) {
      case App app -> proof(app.proof()) + " of client " + app.client() + " in " + app.tenant();
      case Managed managed -> "managed identity of " + ShownAddress.of(managed.endpoint());
    };
  }

  private static String proof(Proof proof) {
    return switch (proof) {
      case ClientSecret _ -> "secret";
      case Certificate _ -> "certificate";
      case Federated federated -> "token of " + federated.file();
    };
  }
}
