package io.bighammer.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections an address may have open at once; of IPv6, the network of 64 bits that a client is given. This machine, and
 * proxies that are trusted, may have any number: they speak for others. Safe for use by many threads.
 */
final class AddressLimit {
    private static final Logger log = LoggerFactory.getLogger(AddressLimit.class);
    private static final int NETWORK_BYTES = 8;
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final ConcurrentMap<Object, Integer> open = new ConcurrentHashMap<>();
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime() - 1);
    private volatile int most;
    private volatile TrustedProxies exempt;

    AddressLimit(int most, TrustedProxies exempt) {
        change(most, exempt);
    }

    void change(int nextMost, TrustedProxies nextExempt) {
        most = nextMost;
        exempt = nextExempt;
    }

    /**
     * Counts a connection that is opened.
     *
     * @return false when it is one too many, and is not counted
     */
    boolean enter(InetAddress client) {
        int limit = client.isLoopbackAddress() || exempt.contain(client) ? Integer.MAX_VALUE : most;
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
            log.warn(
                    "{} has {} connections, limits.max_connections_per_address; further ones are closed",
                    client.getHostAddress(),
                    limit);
        }
    }

    /** A connection that was counted is closed. */
    void leave(InetAddress client) {
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
