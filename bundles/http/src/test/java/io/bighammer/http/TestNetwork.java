package io.bighammer.http;

import io.bighammer.spi.Network;
import org.eclipse.jetty.io.ArrayByteBufferPool;

/** The network of all tests, as it is that of all doors. */
final class TestNetwork {
    static final Network NETWORK = new Network(new ArrayByteBufferPool());

    private TestNetwork() {}
}
