package io.bighammer.core.websocket;

import io.bighammer.core.way.Generation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** The WebSockets that are open, and the groups that they are in. Safe for use by many threads. */
@Component(service = Connections.class)
public final class Connections {
    private static final int MOST_GROUPS = 64;
    private static final int NO_LIMIT_YET = 1 << 20;

    private final Map<String, Connection> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<Connection>> groups = new ConcurrentHashMap<>();
    private final Map<Connection, Set<String>> groupsOf = new ConcurrentHashMap<>();
    /** By the paths of routes, as they stand in {@code router.json}. */
    private final Map<String, SocketFigures> figures = new ConcurrentHashMap<>();

    private volatile int maxMessageSize = NO_LIMIT_YET;

    void add(Connection connection) {
        byId.put(connection.id(), connection);
    }

    void remove(Connection connection) {
        byId.remove(connection.id());
        Set<String> joined = groupsOf.remove(connection);
        if (joined != null) {
            joined.forEach(group -> leave(connection, group));
        }
    }

    int count() {
        return byId.size();
    }

    Optional<Connection> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<Connection> inGroup(String name) {
        return List.copyOf(groups.getOrDefault(name, Set.of()));
    }

    /** Those of routes with this path, as it stands in {@code router.json}. */
    Collection<Connection> ofRoute(String path) {
        return byId.values().stream()
                .filter(connection -> connection.target().path().equals(path))
                .toList();
    }

    /**
     * @return whether it was not in it before
     * @throws IllegalArgumentException when it is in too many
     */
    boolean join(Connection connection, String group) {
        Set<String> joined = groupsOf.computeIfAbsent(connection, key -> ConcurrentHashMap.newKeySet());
        if (!joined.contains(group) && joined.size() >= MOST_GROUPS) {
            throw new IllegalArgumentException("a connection may be in " + MOST_GROUPS + " groups");
        }
        boolean isNew = joined.add(group);
        groups.compute(group, (name, members) -> {
            Set<Connection> those = members == null ? ConcurrentHashMap.newKeySet() : members;
            those.add(connection);
            return those;
        });
        if (!byId.containsKey(connection.id())) {
            remove(connection); // it has gone meanwhile
        }
        return isNew;
    }

    /** @return whether it was in it */
    boolean leave(Connection connection, String group) {
        Set<String> joined = groupsOf.get(connection);
        boolean was = joined != null && joined.remove(group);
        groups.computeIfPresent(group, (name, members) -> {
            members.remove(connection);
            return members.isEmpty() ? null : members;
        });
        return was;
    }

    int maxMessageSize() {
        return maxMessageSize;
    }

    /** Those of the routes with this path; of one that has just gone, some that nobody asks for. */
    SocketFigures figures(String path) {
        return figures.getOrDefault(path, new SocketFigures());
    }

    /** Counts for the routes with these paths from now on. One that was there before goes on with its numbers. */
    public void countFor(Set<String> paths) {
        figures.keySet().retainAll(paths);
        paths.forEach(path -> figures.computeIfAbsent(path, any -> new SocketFigures()));
    }

    /** What was counted, by the path of the route. */
    public SortedMap<String, SocketFigures> figures() {
        return new TreeMap<>(figures);
    }

    /** Closes those whose route is not, or not as it was, in the generation that is in force now. */
    public void follow(Generation generation, int newMaxMessageSize) {
        maxMessageSize = newMaxMessageSize;
        byId.values().stream()
                .filter(connection -> !connection.target().isIn(generation, connection.address()))
                .forEach(connection -> connection.close(CloseCode.COME_AGAIN, "The route has changed"));
    }
}
