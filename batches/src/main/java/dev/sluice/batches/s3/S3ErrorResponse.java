package dev.sluice.batches.s3;

import dev.sluice.batches.s3.S3Exception.Fault;
import java.io.IOException;
import java.util.Set;

/// What an answer means that is no success: by Amazon's code of the error, or by the status where a
/// store has other codes.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
///
/// @param code Amazon's word; empty where the answer has none
/// @param region where the bucket is, if the answer says so; else empty
record S3ErrorResponse(int status, String code, String region) {
  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "InternalError",
          "ServiceUnavailable",
          "RequestTimeout",
          "OperationAborted",
          "BadDigest",
          "IncompleteBody",
          "XAmzContentSHA256Mismatch");

  private static final Set<String> CREDENTIAL =
      Set.of(
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch");

  private static final int MOVED = 301;
  private static final int TEMPORARILY_MOVED = 307;
  private static final int NOT_FOUND = 404;
  private static final int TIMED_OUT = 408;
  private static final int BEHIND_END = 416;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NO_ROOM = 507;

  /// Reads an answer.
  ///
  /// @param body an error of S3's, or anything
  /// @param region the header `x-amz-bucket-region`; empty for none
  static S3ErrorResponse of(int status, byte[] body, String region) {
    try {
      XmlElement error = XmlElement.read(body);
      String said = region.isEmpty() ? error.text("Region") : region;
      return new S3ErrorResponse(status, word(error.text("Code")), region(said));
    } catch (IOException none) {
      return new S3ErrorResponse(status, "", region(region));
    }
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9]{1,64}") ? text : "";
  }

  private static String region(String text) {
    return S3Config.REGION.matcher(text).matches() ? text : "";
  }

  /// What it means.
  ///
  /// @param what was asked for, such as `PUT`
  S3Exception exception(String what, S3Config config) {
    Fault fault = fault();
    String said = code.isEmpty() ? String.valueOf(status) : status + " " + code;
    return new S3Exception(
        fault,
        "S3 at %s answered %s to %s: %s"
            .formatted(config.address(), said, what, remedy(fault, config)));
  }

  private Fault fault() {
    if (code.equals("RequestTimeTooSkewed")) {
      return Fault.CLOCK;
    }
    if (CREDENTIAL.contains(code)) {
      return Fault.CREDENTIAL;
    }
    if (status == NO_ROOM || code.endsWith("StorageFull") || code.equals("QuotaExceeded")) {
      return Fault.FULL;
    }
    if (PASSING.contains(code) || isPassing(status)) {
      return Fault.TEMPORARY;
    }
    if (status == NOT_FOUND && !code.equals("NoSuchBucket")) {
      return Fault.MISSING;
    }
    return status == BEHIND_END ? Fault.RANGE : Fault.REFUSED;
  }

  private static boolean isPassing(int status) {
    return status >= SERVER_ERROR || status == TOO_MANY || status == TIMED_OUT;
  }

  private String remedy(Fault fault, S3Config config) {
    return switch (fault) {
      case MISSING -> "there is no such object";
      case RANGE -> "the object is shorter";
      case TEMPORARY -> "it is asked again";
      case CREDENTIAL ->
          "it does not take the keys: look at files.s3.auth, or at the variables that it leaves"
              + " them to";
      case CLOCK ->
          "the clock of this machine differs from the service's by more than it bears: set it";
      case FULL -> "it has no room: remove objects, or give it more";
      case REFUSED -> remedy(config);
    };
  }

  private String remedy(S3Config config) {
    if (!region.isEmpty() && !region.equals(config.region())) {
      return "the bucket %s is in the region %s: write `region: %s` (files.s3.region)"
          .formatted(config.bucket(), region, region);
    }
    if (status == MOVED || status == TEMPORARILY_MOVED) {
      return "the bucket %s is at another address: look at files.s3.region, files.s3.url and files.s3.path_style"
          .formatted(config.bucket());
    }
    return switch (code) {
      case "NoSuchBucket" ->
          "there is no bucket %s: make it, or name another one (files.s3.bucket)"
              .formatted(config.bucket());
      case "AccessDenied", "AllAccessDisabled", "" ->
          "allow the keys s3:ListBucket, s3:ListBucketMultipartUploads, s3:GetObject, s3:PutObject,"
              + " s3:DeleteObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts for the"
              + " bucket %s and its prefix".formatted(config.bucket());
      default -> "look at files.s3";
    };
  }
}
