package dev.sluice.provider.auth;

import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.AwsAuth.Container;
import dev.sluice.config.provider.AwsAuth.Instance;
import dev.sluice.config.provider.AwsAuth.Keys;
import dev.sluice.config.provider.AwsAuth.Profile;
import dev.sluice.config.provider.AwsAuth.Role;
import dev.sluice.config.provider.AwsAuth.Source;
import dev.sluice.config.provider.AwsAuth.WebIdentity;
import dev.sluice.config.provider.Secret;

/// The source of the keys that one provider's requests are signed with: keys of AWS, and the roles
/// that are assumed with them. Immutable.
public final class AwsCredentials implements CredentialSource<AwsKeys> {
  private final AwsAuth auth;
  private final Sts sts;

  public AwsCredentials(AwsAuth auth) {
    this.auth = auth;
    this.sts = new Sts(auth.region(), auth.sts());
  }

  Sts sts() {
    return sts;
  }

  @Override
  public Issued<AwsKeys> fetch(CredentialIo io) throws CredentialException, InterruptedException {
    Issued<AwsKeys> keys = fetch(auth.source(), io);
    for (Role role : auth.roles()) {
      Issued<AwsKeys> assumed = sts.assume(role, keys.credential(), io);
      keys = new Issued<>(assumed.credential(), assumed.ends());
    }
    return keys;
  }

  Issued<AwsKeys> fetch(Source source, CredentialIo io)
      throws CredentialException, InterruptedException {
    return switch (source) {
      case Keys keys ->
          Issued.forever(
              new AwsKeys(
                  keys.id().reveal(),
                  keys.secret().reveal(),
                  keys.session().map(Secret::reveal).orElse("")));
      case WebIdentity identity ->
          sts.withWebIdentity(identity.role(), io.token(identity.file()), io);
      case Container container -> MachineKeys.ofContainer(container, io);
      case Instance instance -> MachineKeys.ofInstance(instance, io);
      case Profile profile -> AwsProfiles.read(profile, this, io).keys(io);
    };
  }
}
