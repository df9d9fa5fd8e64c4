package dev.onboard4j.testkit.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** Forwards each connection to a loopback port that its first bytes choose. Thread-safe. */
public final class Demux implements AutoCloseable {
  /** RFC 9113, 3.4: every HTTP/2 connection begins with "PRI * HTTP/2.0". */
  public static final String HTTP2 = "PRI";

  // The shortest request, "GET / HTTP/1.1", is longer than that.
  private static final int BEGINNING = 12;

  private final ServerSocket server;
  private final ToIntFunction<String> port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "embedded-port");
            thread.setDaemon(true);
            return thread;
          });

  private Demux(ServerSocket server, ToIntFunction<String> port) {
    this.server = server;
    this.port = port;
  }

  /** Starts on that port, or on a free one for 0; {@code choose} gets the first bytes. */
  public static Demux start(int port, ToIntFunction<String> choose) throws IOException {
    Demux demux = new Demux(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), choose);
    demux.threads.execute(demux::accept);
    return demux;
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      byte[] first = client.getInputStream().readNBytes(BEGINNING);
      connect(client, first, port.applyAsInt(new String(first, StandardCharsets.US_ASCII)));
    } catch (IOException ended) {
      // The client notices that its connection broke.
    } finally {
      open.remove(client);
    }
  }

  /** Copies both directions until the client closes its own. */
  private void connect(Socket client, byte[] first, int chosen) throws IOException {
    try (Socket cloud = new Socket(InetAddress.getLoopbackAddress(), chosen)) {
      open.add(cloud);
      cloud.setTcpNoDelay(true);
      threads.execute(() -> copy(cloud, client));
      cloud.getOutputStream().write(first);
      pipe(client.getInputStream(), cloud.getOutputStream());
      open.remove(cloud);
    }
  }

  /** Copies the replies; the connection ends when they do. */
  private static void copy(Socket from, Socket to) {
    try (to) {
      pipe(from.getInputStream(), to.getOutputStream());
    } catch (IOException ended) {
      // As above.
    }
  }

  private static void pipe(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      to.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdown();
  }
}
