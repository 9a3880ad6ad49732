package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.stream.Credit;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Outbox;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Network;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ids of streams: given out in order, found again, and never twice at a time. */
class StreamTableTest {
    private static final long NEAR_THE_END = (1L << 32) - 5;
    private static final Network network = new Network(new ByteBufferPool.NonPooling());

    @AfterAll
    static void close() {
        network.close();
    }

    private static WorkerStream add(StreamTable table) {
        return table.add(StreamTableTest::stream).orElseThrow();
    }

    private static WorkerStream stream(int id) {
        TestCall call = TestCall.get();
        Hello hello = new Hello("s", 0, 0, 0, "", "", "", 4, 1 << 20, 0);
        WorkersShared shared = new WorkersShared(null, new BufferBudget(0), network, () -> "", null);
        Lane lane = new Lane(id, new Outbox(null, update -> {}, cause -> {}), shared.pool(), new Credit(0));
        return new WorkerStream(
                call, call, lane, new WorkerConnection(hello, null, lane.outbox(), shared), shared.budget());
    }

    @Test
    void idsAreOddAndAscend() {
        StreamTable table = new StreamTable(3);
        assertEquals(
                List.of(1, 3, 5),
                List.of(add(table).id(), add(table).id(), add(table).id()));
    }

    @Test
    void aStreamIsFoundUntilItIsRemovedAndRemovedOnce() {
        StreamTable table = new StreamTable(2);
        WorkerStream stream = add(table);
        assertSame(stream, table.find(1));
        assertNull(table.find(3));
        assertTrue(table.remove(stream));
        assertFalse(table.remove(stream));
        assertNull(table.find(1));
        assertTrue(table.isEmpty());
    }

    @Test
    void noMoreAreOpenThanTheWorkerTakes() {
        StreamTable table = new StreamTable(2);
        WorkerStream first = add(table);
        add(table);
        assertTrue(table.add(StreamTableTest::stream).isEmpty());
        table.remove(first);
        add(table);
        assertTrue(table.add(StreamTableTest::stream).isEmpty());
    }

    @Test
    void idsOfOpenStreamsArePassedOver() {
        StreamTable table = new StreamTable(2);
        WorkerStream longLived = add(table);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            WorkerStream next = add(table);
            ids.add(next.id());
            table.remove(next);
        }
        assertSame(longLived, table.find(1));
        assertEquals(List.of(3, 5, 7, 11, 13, 15), ids);
    }

    @Test
    void idsWrapAndStayOdd() {
        StreamTable table = new StreamTable(4, NEAR_THE_END);
        assertEquals(
                List.of(-3, -1, 1),
                List.of(add(table).id(), add(table).id(), add(table).id()));
    }

    @Test
    void whetherAnIdWasGivenOutIsKnownBeforeTheFirstWrapAndAfter() {
        StreamTable fresh = new StreamTable(2);
        assertFalse(fresh.wasOpened(1));
        assertFalse(fresh.wasOpened(-1));
        add(fresh);
        assertTrue(fresh.wasOpened(1));
        assertFalse(fresh.wasOpened(3));
        assertFalse(fresh.wasOpened(-1));
        assertFalse(fresh.wasOpened(2));
        StreamTable old = new StreamTable(4, NEAR_THE_END);
        add(old);
        assertTrue(old.wasOpened(-3));
        assertFalse(old.wasOpened(-1));
        add(old);
        add(old);
        assertTrue(old.wasOpened(1));
        assertTrue(old.wasOpened(-101));
        assertFalse(old.wasOpened(3));
    }
}
