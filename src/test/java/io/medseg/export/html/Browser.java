package io.medseg.export.html;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.TestProcess;
import io.medseg.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium without a window, driven through chromedriver in the W3C WebDriver protocol, for tests
 * that look at a page as its reader does.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage");
  private static final String ENTER = "\uE007";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestProcess driver;
  private final String server;
  private final String session;

  private Browser(TestProcess driver, Path log, String server, String binary, Path profile)
      throws IOException {
    this.driver = driver;
    this.server = server;
    List<String> arguments = new ArrayList<>(OPTIONS);
    arguments.add("--user-data-dir=" + profile);
    Map<String, Object> wanted =
        Map.of(
            "goog:chromeOptions", Map.of("binary", binary, "args", arguments),
            "goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
    driver.awaitState("an answer of chromedriver", this::answers, () -> text(log));
    this.session =
        "/session/"
            + call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)))
                .get("sessionId")
                .asText();
  }

  /** Starts a browser; skips the test where there is none. */
  public static Browser start(Path folder) throws IOException {
    Optional<Path> binary =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> onPath(name).stream())
            .findFirst();
    Optional<Path> driver = onPath("chromedriver");
    assumeTrue(binary.isPresent(), "there is no chromium on the PATH");
    assumeTrue(driver.isPresent(), "there is no chromedriver on the PATH");
    int port = freePort();
    Path log = folder.resolve("chromedriver.log");
    TestProcess process =
        TestProcess.start(
            new ProcessBuilder(driver.get().toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
    try {
      Path profile = Files.createTempDirectory(folder, "profile");
      return new Browser(
          process, log, "http://127.0.0.1:" + port, binary.get().toString(), profile);
    } catch (IOException | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try {
      call("GET", "/status", null);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a file in a window of a width. */
  public void open(Path page, int width) throws IOException {
    post(
        "/goog/cdp/execute",
        Map.of(
            "cmd",
            "Emulation.setDeviceMetricsOverride",
            "params",
            Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500)));
    post("/url", Map.of("url", page.toUri().toString()));
  }

  /** What a function body of JavaScript gives. */
  public JsonNode run(String script) throws IOException {
    return post("/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** The texts of what a selector matches. */
  public List<String> texts(String selector) throws IOException {
    List<String> texts = new ArrayList<>();
    run("return Array.from(document.querySelectorAll(\"%s\"), e => e.textContent)"
            .formatted(selector))
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Clicks as a mouse does: whatever covers the element gets the click. */
  public void click(String selector) throws IOException {
    post("/element/" + element(selector) + "/click", Map.of());
  }

  /** Presses Enter where the focus then is. */
  public void enter(String selector) throws IOException {
    post("/element/" + element(selector) + "/value", Map.of("text", ENTER));
  }

  private String element(String selector) throws IOException {
    return post("/element", Map.of("using", "css selector", "value", selector))
        .elements()
        .next()
        .asText();
  }

  /** What the console says. */
  public List<String> console() throws IOException {
    List<String> messages = new ArrayList<>();
    post("/se/log", Map.of("type", "browser"))
        .forEach(entry -> messages.add(entry.get("message").asText()));
    return messages;
  }

  /** Addresses of everything that pages from disk asked for since the last call. */
  public List<String> requests() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : post("/se/log", Map.of("type", "performance"))) {
      JsonNode message = JSON.readTree(entry.get("message").asText()).get("message");
      // The browser's own first page asks for much.
      if (message.get("method").asText().equals("Network.requestWillBeSent")
          && message.at("/params/documentURL").asText().startsWith("file:")) {
        addresses.add(message.at("/params/request/url").asText());
      }
    }
    return addresses;
  }

  /** The page as a PDF file in base 64. */
  public String print() throws IOException {
    return post("/print", Map.of()).asText();
  }

  private JsonNode post(String path, Map<String, Object> body) throws IOException {
    return call("POST", session + path, body);
  }

  private JsonNode call(String method, String path, Map<String, Object> body) throws IOException {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(Waiting.LIMIT)
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(method + " " + path + ": " + response.body());
      }
      return JSON.readTree(response.body()).get("value");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      call("DELETE", session, null);
    } finally {
      driver.close();
    }
  }
}
