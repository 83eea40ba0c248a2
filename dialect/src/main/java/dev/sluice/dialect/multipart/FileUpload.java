package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A form in parts that brings a file: one field, and the file, whose content its sender puts
/// between [#head] and [#end]. Immutable.
///
/// @param boundary that stands in no part
public record FileUpload(String boundary) {
  /// The media type of the form.
  public String type() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /// What stands in front of the content.
  ///
  /// @param field the name of the field
  /// @param fileName of which all but letters, digits, blanks and `._-` becomes `_`
  /// @param fileType the media type of the file
  public byte[] head(String field, String value, String fileName, String fileType) {
    return """
        --%1$s\r
        Content-Disposition: form-data; name="%2$s"\r
        \r
        %3$s\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="%4$s"\r
        Content-Type: %5$s\r
        \r
        """
        .formatted(boundary, field, value, plain(fileName), fileType)
        .getBytes(UTF_8);
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._ -]", "_");
  }

  /// What stands behind the content.
  public byte[] end() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);
  }
}
