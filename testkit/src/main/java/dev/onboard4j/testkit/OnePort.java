package dev.onboard4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Several embedded clouds behind one loopback port, told apart by how a connection begins: HTTP/2
 * (gRPC) is Google's, anything else AWS's. Thread-safe.
 */
public final class OnePort implements AutoCloseable {
  // RFC 9113, 3.4: every HTTP/2 connection begins with "PRI * HTTP/2.0".
  private static final String HTTP2 = "PRI";

  private final ServerSocket server;
  private final int aws;
  private final int google;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "embedded-port");
            thread.setDaemon(true);
            return thread;
          });

  private OnePort(ServerSocket server, EmbeddedCloud aws, EmbeddedCloud google) {
    this.server = server;
    this.aws = aws.endpoint().getPort();
    this.google = google.endpoint().getPort();
  }

  /**
   * Starts on that port, or on a free one for 0.
   *
   * @throws IOException if the port is taken
   */
  public static OnePort start(int port, EmbeddedAws aws, EmbeddedGoogle google) throws IOException {
    OnePort one =
        new OnePort(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), aws, google);
    one.threads.execute(one::accept);
    return one;
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
      byte[] first = client.getInputStream().readNBytes(HTTP2.length());
      boolean grpc = new String(first, StandardCharsets.US_ASCII).equals(HTTP2);
      try (Socket cloud = new Socket(InetAddress.getLoopbackAddress(), grpc ? google : aws)) {
        open.add(cloud);
        cloud.setTcpNoDelay(true);
        PushbackInputStream in = new PushbackInputStream(client.getInputStream(), HTTP2.length());
        in.unread(first);
        threads.execute(() -> copy(cloud, client));
        pipe(in, cloud.getOutputStream());
        open.remove(cloud);
      }
    } catch (IOException ended) {
      // A connection that breaks is the client's to notice.
    } finally {
      open.remove(client);
    }
  }

  /** The way back; when it ends, so does the connection. */
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
