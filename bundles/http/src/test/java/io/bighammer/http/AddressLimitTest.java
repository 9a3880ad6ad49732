package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
    private final AddressLimit limit = new AddressLimit(2, new TrustedProxies(List.of("10.0.0.0/8")));

    private boolean enter(String address) throws UnknownHostException {
        return limit.enter(InetAddress.getByName(address));
    }

    @Test
    void oneMoreThanTheLimitIsRefusedUntilAnotherLeaves() throws UnknownHostException {
        assertTrue(enter("192.0.2.1"));
        assertTrue(enter("192.0.2.1"));
        assertFalse(enter("192.0.2.1"));
        assertTrue(enter("192.0.2.2"));

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
