package dev.sluice.lab.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.jwt.TokenCallers;
import dev.sluice.server.jwt.TokenIssuers;
import dev.sluice.server.jwt.TokenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The cost of a caller's token: one that is known, and one that is verified by another thread, as
/// the first call with it has it.
public class TokenBench extends PerCallBench {
  private final TokenIssuers issuers = new TokenIssuers(TokenListener.NONE, Clock.SYSTEM);
  private @Nullable HttpServer keys;
  private @Nullable TokenCallers callers;
  private String rs256 = "";
  private String es256 = "";

  /// Makes the keys and tokens, and has the keys fetched.
  @Setup
  public void setUp() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2_048).keyID("rsa").generate();
    ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    keys = serve(rsa, ec);
    callers = issuers.prepare(ConfigFile.of(doc(keys)).config().server().jwt());
    issuers.use(callers);
    rs256 = token(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa));
    es256 = token(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec));
    requireAdmitted(rs256);
    requireAdmitted(es256);
  }

  private void requireAdmitted(String token) throws Exception {
    if (!(first(token) instanceof Found.Admitted)) {
      throw new IllegalStateException("the token is not accepted");
    }
  }

  private static HttpServer serve(JWK... all) throws IOException {
    byte[] json = new JWKSet(List.of(all)).toString(true).getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          call.sendResponseHeaders(200, json.length);
          call.getResponseBody().write(json);
          call.close();
        });
    server.start();
    return server;
  }

  private static Doc doc(HttpServer server) {
    return Doc.parse(
        "bench.yaml",
        """
        auth:
          jwt:
            issuers:
              login:
                issuer: https://login.example.com
                jwks: http://127.0.0.1:%d/
                audience: [sluice]
                team: claims.team
        providers: {p: {type: openai, key: k}}
        """
            .formatted(server.getAddress().getPort()),
        Map.of());
  }

  private static String token(JWSAlgorithm algorithm, String kid, JWSSigner signer)
      throws JOSEException {
    long now = Clock.SYSTEM.millis() / 1_000;
    Map<String, Object> claims =
        Map.of(
            "iss", "https://login.example.com",
            "sub", "0oa1b2c3d4e5f6g7h8i9",
            "aud", List.of("sluice", "https://login.example.com/userinfo"),
            "iat", now,
            "exp", now + 3_600,
            "azp", "0oaclient0000000000",
            "team", "search",
            "scope", "openid profile email offline_access",
            "groups", List.of("engineering", "search", "on-call"));
    var jws =
        new JWSObject(new JWSHeader.Builder(algorithm).keyID(kid).build(), new Payload(claims));
    jws.sign(signer);
    return jws.serialize();
  }

  private Found first(String token) throws Exception {
    var found = new CompletableFuture<Found>();
    there().verify(token, null, "192.0.2.1", found::complete);
    return found.get(10, TimeUnit.SECONDS);
  }

  private TokenCallers there() {
    TokenCallers made = callers;
    if (made == null) {
      throw new IllegalStateException("the benchmark is not set up");
    }
    return made;
  }

  @TearDown
  public void tearDown() {
    issuers.close();
    if (keys != null) {
      keys.stop(0);
    }
  }

  @Benchmark
  public @Nullable Found known() {
    return there().known(rs256, null);
  }

  @Benchmark
  public Found firstRs256() throws Exception {
    return first(rs256);
  }

  @Benchmark
  public Found firstEs256() throws Exception {
    return first(es256);
  }
}
