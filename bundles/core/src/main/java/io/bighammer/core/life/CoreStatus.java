package io.bighammer.core.life;

import io.bighammer.core.plugin.PluginStatus;
import io.bighammer.core.websocket.Connections;
import io.bighammer.core.websocket.SocketFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the status says of doors, plugins and WebSockets.
 *
 * @param doors name and address of the open ones
 */
record CoreStatus(long generation, Map<String, String> doors, List<PluginStatus> plugins, List<Sockets> websockets) {

    /** @param route its path as written */
    record Sockets(String route, long open, long received, long sent) {}

    static CoreStatus of(Map<String, String> doors, Generations generations, Connections connections) {
        Optional<Built> built = generations == null ? Optional.empty() : generations.current();
        return new CoreStatus(
                built.map(now -> now.generation().number()).orElse(0L),
                doors,
                built.map(Built::plugins).orElse(List.of()),
                connections.figures().entrySet().stream()
                        .map(route -> sockets(route.getKey(), route.getValue()))
                        .toList());
    }

    private static Sockets sockets(String route, SocketFigures figures) {
        return new Sockets(route, figures.open(), figures.received(), figures.sent());
    }
}
