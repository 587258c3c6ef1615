package io.medseg.export.html;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page in one file: style and script are inside, and a content security policy lets nothing else
 * run or load, whatever a scan or a class is called. Everything that a template shows is escaped.
 */
public final class HtmlPage {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .strictSections(true)
          .zeroIsFalse(true)
          .withLoader(HtmlPage::open);

  private HtmlPage() {}

  /** What every template may use besides its own content. */
  private record Frame(String style, String styleHash, String script, String scriptHash) {
    static Frame read() throws IOException {
      String style = text("page.css");
      String script = text("page.js");
      return new Frame(style, sha256(style), script, sha256(script));
    }
  }

  /**
   * Writes a page.
   *
   * @param template its name, as in "evaluation": a file of this package with the ending .html
   * @param content a record with what the template names
   * @throws IOException if it cannot be written
   */
  public static void write(String template, Object content, Writer out) throws IOException {
    try (Reader source = open(template)) {
      COMPILER.compile(source).execute(content, Frame.read(), out);
    } catch (MustacheException e) {
      // A disk that is full is no fault of the template.
      if (e.getCause() instanceof IOException reason) {
        throw reason;
      }
      throw e;
    }
  }

  /** How many characters a text takes in a page. */
  static int length(String text) {
    return Escapers.HTML.escape(text).length();
  }

  private static Reader open(String template) throws IOException {
    return new InputStreamReader(stream(template + ".html"), StandardCharsets.UTF_8);
  }

  private static String text(String file) throws IOException {
    try (InputStream in = stream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream stream(String file) throws IOException {
    InputStream in = HtmlPage.class.getResourceAsStream(file);
    if (in == null) {
      throw new FileNotFoundException("there is no " + file + " beside " + HtmlPage.class);
    }
    return in;
  }

  /** As a content security policy names what may run. */
  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("This Java lacks SHA-256", e));
    }
  }
}
