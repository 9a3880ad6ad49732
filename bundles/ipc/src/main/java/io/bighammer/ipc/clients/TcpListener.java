package io.bighammer.ipc.clients;

import io.bighammer.ipc.listen.PortListener;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Listens on {@code ports.tcp_port}; opened once, closed once. */
final class TcpListener implements ListenerDoor.Listener {
    private final Clients clients;
    private final PortListener port;

    TcpListener(GatewayConfig config, Clients.Ways ways) throws IOException {
        clients = new Clients(Door.TCP, ways, client -> Optional.empty(), config);
        port = new PortListener(
                Door.TCP, config.hosts().tcp(), config.ports().tcp(), ways.network(), clients.arrivals());
    }

    void open(Optional<TcpListener> beside) throws IOException {
        clients.start();
        try {
            if (beside.isPresent()) {
                port.openBeside(beside.get().port);
            } else {
                port.open();
            }
        } catch (IOException e) {
            clients.stop();
            throw e;
        }
        port.accept();
    }

    @Override
    public boolean listensAs(GatewayConfig config) {
        return port.listensOn(config.hosts().tcp(), config.ports().tcp()) && clients.areAs(config);
    }

    @Override
    public void apply(GatewayConfig config) {
        clients.apply(config);
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        return CompletableFuture.allOf(port.close(), clients.end(grace));
    }

    @Override
    public String address() {
        return port.address();
    }

    @Override
    public int connections() {
        return clients.count();
    }
}
