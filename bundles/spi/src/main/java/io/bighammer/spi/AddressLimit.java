package io.bighammer.spi;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How many connections an address may have open at a door at once; of IPv6, the network of 64 bits that a client is given. This machine,
 * and who is exempt, may have any number. Safe for use by many threads.
 */
public final class AddressLimit {
    private static final int NETWORK_BYTES = 8;
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final ConcurrentMap<Object, Integer> open = new ConcurrentHashMap<>();
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime() - 1);
    private final Consumer<String> warnings;
    private volatile int most;
    private volatile Predicate<InetAddress> exempt;

    /**
     * @param exempt proxies that are trusted: they speak for others
     * @param warnings told, every 10 s at most, who is refused
     */
    public AddressLimit(int most, Predicate<InetAddress> exempt, Consumer<String> warnings) {
        this.most = most;
        this.exempt = exempt;
        this.warnings = warnings;
    }

    /** From now on; connections that are open stay. */
    public void change(int nextMost, Predicate<InetAddress> nextExempt) {
        most = nextMost;
        exempt = nextExempt;
    }

    /**
     * Counts a connection that is opened.
     *
     * @return false when it is one too many, and is not counted
     */
    public boolean enter(InetAddress client) {
        int limit = client.isLoopbackAddress() || exempt.test(client) ? Integer.MAX_VALUE : most;
        Object key = key(client);
        int now = open.merge(key, 1, Integer::sum);
        if (now > limit) {
            leave(client);
            complain(client, limit);
            return false;
        }
        return true;
    }

    private void complain(InetAddress client, int limit) {
        long now = System.nanoTime();
        long next = silentUntil.get();
        if (now - next > 0 && silentUntil.compareAndSet(next, now + SILENCE_NANOS)) {
            warnings.accept(client.getHostAddress() + " has " + limit
                    + " connections, limits.max_connections_per_address; further ones are closed");
        }
    }

    /** A connection that was counted is closed. */
    public void leave(InetAddress client) {
        open.computeIfPresent(key(client), (key, count) -> count == 1 ? null : count - 1);
    }

    /** Of how many clients connections are counted. */
    int clients() {
        return open.size();
    }

    private static Object key(InetAddress client) {
        return client instanceof Inet6Address ? ByteBuffer.wrap(client.getAddress(), 0, NETWORK_BYTES) : client;
    }
}
