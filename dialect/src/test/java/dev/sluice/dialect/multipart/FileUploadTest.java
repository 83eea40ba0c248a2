package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Forms that the program sends, as its own scanner reads them.
class FileUploadTest {
  @Test
  void a_form_has_its_field_and_the_file_whatever_the_file_is_called() throws MultipartFlaw {
    var form = new FileUpload("sluice-0123456789");
    List<String> found = new ArrayList<>();
    var scanner =
        new MultipartScanner(
            "sluice-0123456789",
            new MultipartScanner.Listener() {
              @Override
              public void begins(PartHead head) {
                found.add(head.name() + " " + head.fileName());
              }

              @Override
              public void content(byte[] a, int from, int to) {
                found.add(new String(a, from, to - from, UTF_8));
              }

              @Override
              public void ends(long start, long end) {
                found.add("end");
              }
            });
    byte[] head = form.head("purpose", "batch", "a\"\r\nX: \u00e9.jsonl", "application/jsonl");
    scanner.feed(head, 0, head.length);
    scanner.feed("{}\n".getBytes(UTF_8), 0, 3);
    scanner.feed(form.end(), 0, form.end().length);
    scanner.finish();
    assertThat(found)
        .containsExactly("purpose ", "batch", "end", "file a___X_ _.jsonl", "{}\n", "end");
    assertThat(form.type()).isEqualTo("multipart/form-data; boundary=sluice-0123456789");
  }
}
