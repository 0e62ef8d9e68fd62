package dev.cadenza.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on to a port of this machine, until it cuts them. */
final class Relay implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Relay(int target) throws IOException {
        daemon(() -> {
            while (true) {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
                daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Ends the connections that are open now. */
    void cut() throws IOException {
        for (Socket end : open) {
            end.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cut();
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // the relay was cut or closed
            }
        }, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {

        void run() throws IOException;
    }
}
