package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ForeignReference;
import dev.sluice.config.value.HiddenType;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.ClusterConfig.Form;
import dev.sluice.server.config.ClusterConfig.Login;
import dev.sluice.server.config.ClusterConfig.Redis;
import java.util.Optional;

/// The reader of `cluster.sentinels`: who asks the sentinels. They are processes of their own, and
/// often ask for no password although Redis does.
final class SentinelLogin {
  private static final String KEY = "sentinels";

  private SentinelLogin() {}

  /// Reads it; it is the login of Redis where the file does not say.
  static Login read(Section in, Optional<Redis> redis) {
    if (!in.has(KEY)) {
      return redis.map(Redis::login).orElse(Login.NONE);
    }
    Login login =
        in.single(KEY) ? in.get(KEY, new None(), Login.NONE) : in.in(KEY, SentinelLogin::login);
    if (redis.isPresent() && redis.get().form() != Form.SENTINEL) {
      in.fail(
          KEY,
          "is for an address of sentinels: write `redis-sentinel://` in `redis`, or leave it out");
    }
    return login;
  }

  private static Login login(Section in) {
    Optional<String> user = in.get("user", Types.TEXT);
    Optional<Secret> password =
        in.need(
            "password",
            new Password(),
            "add `password: \"${env:NAME}\"`, or write `sentinels: none` if they ask for none");
    return new Login(user, password);
  }

  /// A password, which may be any text, as that in an address may be.
  private static final class Password implements HiddenType<Secret> {
    private static final int MAX_LENGTH = 4096;

    @Override
    public Secret read(String text) throws ConfigProblem {
      if (text.isEmpty() || text.length() > MAX_LENGTH) {
        throw new ConfigProblem("must be a text of 1 to 4096 characters");
      }
      ForeignReference.refuseSecret(text);
      return new Secret(text);
    }
  }

  /// The word for no login. What stands there instead may be a password.
  private static final class None implements HiddenType<Login> {
    @Override
    public Login read(String text) throws ConfigProblem {
      if (!text.equals("none")) {
        throw new ConfigProblem(
            "must be none, or hold the keys user and password",
            "write {password: \"${env:NAME}\"}");
      }
      return Login.NONE;
    }
  }
}
