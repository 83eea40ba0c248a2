package dev.sluice.provider.auth;

import java.net.URI;

/// The hosts of AWS' security token service (STS).
final class AwsHosts {
  private AwsHosts() {}

  static URI sts(String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://sts." + region + "." + domain + "/");
  }
}
