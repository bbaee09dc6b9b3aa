import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Scanner;
import java.util.concurrent.CompletionStage;

/**
 * Talks to a WebSocket: prints what comes, and sends each line that is typed.
 *
 * <p>{@code java Talk.java ws://HOST/presence-api/ws?Authorization=TOKEN [SECONDS]}
 *
 * <p>At the end of the input it closes the socket. With SECONDS it stays connected for that time
 * first.
 */
public class Talk implements WebSocket.Listener {

  private final StringBuilder message = new StringBuilder();

  public static void main(String[] arguments) throws InterruptedException {
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(arguments[0]), new Talk())
            .join();
    System.out.println("open");
    Scanner lines = new Scanner(System.in);
    while (lines.hasNextLine()) {
      socket.sendText(lines.nextLine(), true).join();
    }
    if (arguments.length > 1) {
      Thread.sleep(1_000L * Integer.parseInt(arguments[1]));
    }
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      System.out.println(message);
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    System.out.println("closed: " + code + " " + reason);
    System.exit(0);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    System.out.println("broken: " + failure);
    System.exit(1);
  }
}
