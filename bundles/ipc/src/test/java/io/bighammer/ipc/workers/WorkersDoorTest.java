package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in at the workers' door, and whose socket it is. */
@Timeout(30)
class WorkersDoorTest {
    @TempDir
    Path home;

    private final TestAdmission admission = new TestAdmission();
    private final Network network = new Network(new ArrayByteBufferPool());
    private final WorkersDoor door = new WorkersDoor(
            admission, new BufferBudget(8 << 20), network, Duration.ofMillis(300), Duration.ofMillis(50));
    private Path socket;

    @BeforeEach
    void open() throws IOException {
        door.open(TestConfig.in(home));
        socket = home.resolve("php.sock");
    }

    @AfterEach
    void close() throws Exception {
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        network.close();
        assertFalse(Files.exists(socket));
    }

    @Test
    void aWorkerSaysHelloAndIsLetIn() throws Exception {
        try (TestWorker worker = new TestWorker(socket)) {
            worker.hello("example");
            assertEquals(
                    "{\"version\":1,\"ping_ms\":5000,\"max_frame\":1048576,\"window\":0,\"settings\":{}}",
                    worker.receive(Frame.HELLO).text());
            TestAdmission.Let let = admission.next();
            assertEquals("example", let.hello.service());
            assertEquals(1, let.hello.instance());
            assertEquals(42, let.hello.pid());
            assertEquals("secret", let.hello.token());
            assertEquals(System.getProperty("user.name"), let.peerUser);
        }
    }

    @Test
    void helloIsAnsweredBeforeAnythingElseIsSent() throws Exception {
        try (TestWorker worker = new TestWorker(socket)) {
            worker.hello("eager");
            assertEquals(Frame.HELLO, worker.receive().frame().type());
            assertEquals(Frame.PING, worker.receive().frame().type());
        }
    }

    @Test
    void aWorkerThatIsRefusedIsToldWhy() throws Exception {
        try (TestWorker worker = new TestWorker(socket)) {
            worker.hello("unknown");
            TestWorker.Received refusal = worker.receive();
            assertEquals(Frame.CANCEL, refusal.frame().type());
            assertEquals(10, refusal.frame().arg());
            assertEquals("There is no service 'unknown' in services.json", refusal.text());
            assertEquals("", worker.readToEnd());
        }
    }

    @Test
    void aRequestGoesToTheWorkerAndItsAnswerBack() throws Exception {
        try (TestWorker worker = TestWorker.introduced(socket, "example")) {
            TestAdmission.Let let = admission.next();
            TestCall call = TestCall.post("{\"n\":1}");
            let.link.send(call, call);
            TestWorker.Received request = worker.receive();
            assertEquals(Frame.REQ, request.frame().type());
            assertTrue(request.frame().has(Frame.END));
            assertEquals("{\"n\":1}", new String(request.body()));
            assertTrue(request.head().contains("\"path\":\"/api/示例\""));
            worker.answer(request.frame().stream(), "{\"status\":201,\"headers\":{\"x-a\":\"b\"}}", "hello");
            assertEquals(201, call.answer().status());
            assertEquals("b", call.answer().headers().get("X-A"));
            assertEquals(5, call.answer().body().getLength());
            assertEquals("hello", call.text());
            assertEquals("slotFree", let.next());
        }
    }

    @Test
    void aSilentPeerIsShutOut() throws Exception {
        try (TestWorker silent = new TestWorker(socket)) {
            assertEquals("", silent.readToEnd());
        }
    }

    @Test
    void garbageClosesItsConnectionAndNothingElse() throws Exception {
        try (TestWorker worker = TestWorker.introduced(socket, "example");
                TestWorker garbage = new TestWorker(socket)) {
            TestAdmission.Let let = admission.next();
            garbage.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes()));
            assertEquals(Frame.CANCEL, garbage.receive().frame().type());
            assertEquals("", garbage.readToEnd());
            let.link.ping();
            worker.send(Frame.PONG, 0, 0, worker.receive(Frame.PING).frame().arg(), "{\"rss\":5,\"in_flight\":0}");
            assertEquals("pong 5 0", let.next());
        }
    }

    @Test
    void aJsonClientIsToldWhichDoorItWants() throws Exception {
        try (TestWorker client = new TestWorker(socket)) {
            client.write(ByteBuffer.wrap("{\"path\":\"/\"}".getBytes()));
            assertEquals(
                    "{\"status\":400,\"message\":\"This is the workers' door; send requests to %s\",\"data\":null}\n"
                            .formatted(home.resolve("main.sock")),
                    client.readToEnd());
        }
    }

    @Test
    void twoWorkersAreServedApart() throws Exception {
        try (TestWorker one = TestWorker.introduced(socket, "one");
                TestWorker two = TestWorker.introduced(socket, "two")) {
            TestAdmission.Let first = admission.next();
            TestAdmission.Let second = admission.next();
            TestCall callOne = TestCall.get();
            TestCall callTwo = TestCall.get();
            first.link.send(callOne, callOne);
            second.link.send(callTwo, callTwo);
            TestWorker workerOfFirst = first.hello.service().equals("one") ? one : two;
            TestWorker workerOfSecond = workerOfFirst == one ? two : one;
            workerOfSecond.answer(workerOfSecond.receive().frame().stream(), "{\"status\":200}", "second");
            workerOfFirst.answer(workerOfFirst.receive().frame().stream(), "{\"status\":200}", "first");
            assertEquals("first", callOne.text());
            assertEquals("second", callTwo.text());
        }
    }

    @Test
    void onlyTheOwnUserMayOpenTheSocket() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void aSocketThatSomebodyListensOnIsNotTaken() throws Exception {
        WorkersDoor other = new WorkersDoor(admission, new BufferBudget(1), network);
        IOException refusal = assertThrows(IOException.class, () -> other.open(TestConfig.in(home)));
        assertEquals(
                "bussiness_socket_path: a running program listens on %s already: stop it or set another path"
                        .formatted(socket),
                refusal.getMessage());
        assertEquals("", other.address());
        TestWorker.introduced(socket, "example").close();
        assertEquals("example", admission.next().hello.service());
    }

    @Test
    void theFileOfAListenerThatIsGoneIsReplaced() throws Exception {
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertTrue(Files.exists(socket));
        door.open(TestConfig.in(home));
        TestWorker.introduced(socket, "example").close();
    }

    @Test
    void aFileThatIsNoSocketIsNotTouched() throws Exception {
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        Files.writeString(socket, "mine");
        IOException refusal = assertThrows(IOException.class, () -> door.open(TestConfig.in(home)));
        assertTrue(refusal.getMessage().contains("exists and is no socket"), refusal.getMessage());
        assertEquals("mine", Files.readString(socket));
        Files.delete(socket);
    }

    @Test
    void aPathThatIsTooLongForASocketIsRefusedInWords() {
        Path deep = home.resolve("x".repeat(110));
        IOException refusal =
                assertThrows(IOException.class, () -> new WorkersDoor(admission, new BufferBudget(1), network)
                        .open(TestConfig.in(deep)));
        assertTrue(refusal.getMessage().startsWith("bussiness_socket_path: the path "), refusal.getMessage());
    }

    @Test
    void aSocketThatAnotherProgramReplacesIsTakenBack() throws Exception {
        Files.delete(socket);
        try (ServerSocketChannel intruder = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            intruder.bind(UnixDomainSocketAddress.of(socket));
            Object foreign = Files.readAttributes(socket, java.nio.file.attribute.BasicFileAttributes.class)
                    .fileKey();
            Deadline.await(() ->
                    !foreign.equals(Files.readAttributes(socket, java.nio.file.attribute.BasicFileAttributes.class)
                            .fileKey()));
            Deadline.await(() -> {
                TestWorker.introduced(socket, "example").close();
                return true;
            });
        }
    }

    @Test
    void closingEndsIdleWorkersAtOnceAndLetsABusyOneFinish() throws Exception {
        TestWorker busy = TestWorker.introduced(socket, "busy");
        TestAdmission.Let busyLet = admission.next();
        try (TestWorker idle = TestWorker.introduced(socket, "idle")) {
            TestCall call = TestCall.get();
            busyLet.link.send(call, call);
            int stream = busy.receive().frame().stream();
            var closed = door.close(Duration.ofSeconds(20));
            assertEquals("", idle.readToEnd());
            assertFalse(Files.exists(socket));
            assertFalse(closed.isDone());
            busy.answer(stream, "{\"status\":200}", "late");
            assertEquals("late", call.text());
            assertNull(closed.get(10, TimeUnit.SECONDS));
        }
    }

    private InetSocketAddress port() {
        String address = door.address();
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    @Test
    void bothPlacesWhereItListensAreShown() {
        assertTrue(door.address().matches("\\Q%s\\E, 127\\.0\\.0\\.1:\\d+".formatted(socket)), door.address());
    }

    @Test
    void aWorkerElsewhereComesInOverTcp() throws Exception {
        try (TestWorker worker = new TestWorker(port())) {
            worker.hello("example");
            worker.receive(Frame.HELLO);
            TestAdmission.Let let = admission.next();
            assertEquals("", let.peerUser);
            TestCall call = TestCall.get();
            let.link.send(call, call);
            worker.answer(worker.receive().frame().stream(), "{\"status\":200}", "from afar");
            assertEquals("from afar", call.text());
        }
    }

    @Test
    void aSilentPeerIsShutOutOverTcpToo() throws Exception {
        try (TestWorker silent = new TestWorker(port())) {
            assertEquals("", silent.readToEnd());
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsHolder() throws Exception {
        int taken = port().getPort();
        Path other = Files.createDirectory(home.resolve("other"));
        WorkersDoor second = new WorkersDoor(admission, new BufferBudget(1), network);
        IOException refusal = assertThrows(IOException.class, () -> second.open(TestConfig.withIpcPort(other, taken)));
        assertTrue(
                refusal.getMessage()
                        .startsWith("ports.ipc_port: cannot listen on 127.0.0.1:%d: it is in use by process %d"
                                .formatted(taken, ProcessHandle.current().pid())),
                refusal.getMessage());
        assertFalse(Files.exists(other.resolve("php.sock")));
    }

    @Test
    void aHostThatHasNoAddressIsNamed() {
        WorkersDoor second = new WorkersDoor(admission, new BufferBudget(1), network);
        IOException refusal = assertThrows(
                IOException.class, () -> second.open(TestConfig.withIpcHost(home.resolve("other"), "no.such.invalid")));
        assertEquals("host.ipc: there is no address of the name 'no.such.invalid'", refusal.getMessage());
    }

    @Test
    void closingEndsThePortToo() throws Exception {
        InetSocketAddress port = port();
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        assertThrows(IOException.class, () -> new TestWorker(port));
    }

    @Test
    void aWorkerStaysWhenTheDoorMoves() throws Exception {
        try (TestWorker worker = new TestWorker(socket)) {
            worker.hello("example");
            worker.receive(Frame.HELLO);
            TestAdmission.Let let = admission.next();

            Door.Change change = door.change(TestConfig.moved(TestConfig.in(home), home.resolve("b")));
            assertTrue(Files.exists(socket));
            change.keep();

            assertFalse(Files.exists(socket));
            socket = home.resolve("b/php.sock");
            try (TestWorker second = new TestWorker(socket)) {
                second.hello("example");
                second.receive(Frame.HELLO);
            }
            let.link.ping();
            worker.receive(Frame.PING);
        }
    }

    @Test
    void aChangeThatIsNotKeptLeavesNothingOpen() throws Exception {
        String before = door.address();

        door.change(TestConfig.moved(TestConfig.withIpcHost(home, "127.0.0.2"), home.resolve("b")))
                .undo();

        assertEquals(before, door.address());
        assertTrue(Files.exists(socket));
        assertFalse(Files.exists(home.resolve("b/php.sock")));
    }

    @Test
    void aChangeThatIsRefusedForItsSocketLeavesNoPortOpen() throws Exception {
        String before = door.address();
        Path file = Files.createFile(Files.createDirectory(home.resolve("b")).resolve("php.sock"));
        int free;
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            free = ((InetSocketAddress)
                            probe.bind(new InetSocketAddress("127.0.0.1", 0)).getLocalAddress())
                    .getPort();
        }

        IOException refusal = assertThrows(
                IOException.class,
                () -> door.change(TestConfig.moved(TestConfig.withIpcPort(home, free), home.resolve("b"))));

        assertEquals(
                "bussiness_socket_path: " + file + " exists and is no socket: remove it or set another path",
                refusal.getMessage());
        assertEquals(before, door.address());
        awaitFree(free);
    }

    @Test
    void aPortThatMovedIsFree() throws Exception {
        int before = Integer.parseInt(door.address().substring(door.address().lastIndexOf(':') + 1));
        door.change(TestConfig.withIpcHost(home, "127.0.0.2")).keep();

        assertTrue(door.address().contains("127.0.0.2:"), door.address());
        awaitFree(before);
    }

    /** The selector lets go of a port a moment later. */
    private static void awaitFree(int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            try (ServerSocketChannel probe = ServerSocketChannel.open()) {
                probe.bind(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (BindException taken) {
                Thread.onSpinWait();
            }
        }
        fail("the port " + port + " is still taken");
    }

    @Test
    void whatIsTheSameIsNotTouched() throws Exception {
        String before = door.address();
        Object file = Files.getAttribute(socket, "unix:ino");

        door.change(TestConfig.with(home, false, 1)).keep();

        assertEquals(before, door.address());
        assertEquals(file, Files.getAttribute(socket, "unix:ino"));
    }
}
