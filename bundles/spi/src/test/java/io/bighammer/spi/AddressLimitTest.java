package io.bighammer.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
    private final List<String> warnings = new ArrayList<>();
    private final AddressLimit limit =
            new AddressLimit(2, address -> address.getHostAddress().startsWith("10."), warnings::add);

    private boolean enter(String address) throws UnknownHostException {
        return limit.enter(InetAddress.getByName(address));
    }

    @Test
    void oneMoreThanTheLimitIsRefusedUntilAnotherLeaves() throws UnknownHostException {
        assertTrue(enter("192.0.2.1"));
        assertTrue(enter("192.0.2.1"));
        assertFalse(enter("192.0.2.1"));
        assertTrue(enter("192.0.2.2"));
        assertFalse(enter("192.0.2.1"));
        assertEquals(
                List.of("192.0.2.1 has 2 connections, limits.max_connections_per_address; further ones are closed"),
                warnings,
                "said once");

        limit.leave(InetAddress.getByName("192.0.2.1"));
        assertTrue(enter("192.0.2.1"));
        assertFalse(enter("192.0.2.1"));
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneClient() throws UnknownHostException {
        assertTrue(enter("2001:db8:0:1::1"));
        assertTrue(enter("2001:db8:0:1::2"));
        assertFalse(enter("2001:db8:0:1:ffff::3"));
        assertTrue(enter("2001:db8:0:2::1"));
    }

    @Test
    void thisMachineAndTrustedProxiesAreNotLimited() throws UnknownHostException {
        for (int i = 0; i < 5; i++) {
            assertTrue(enter("127.0.0.1"));
            assertTrue(enter("10.1.2.3"));
        }
    }

    @Test
    void nothingIsKeptOfClientsThatHaveLeft() throws UnknownHostException {
        assertTrue(enter("192.0.2.1"));
        assertTrue(enter("192.0.2.1"));
        assertFalse(enter("192.0.2.1"));
        limit.leave(InetAddress.getByName("192.0.2.1"));
        limit.leave(InetAddress.getByName("192.0.2.1"));

        assertEquals(0, limit.clients());
    }
}
