package io.bighammer.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bighammer.services.pool.TestCall;
import io.bighammer.services.pool.TestServices;
import io.bighammer.services.process.Vitals;
import io.bighammer.services.worker.Journal;
import io.bighammer.services.worker.WorkerStatus;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.WorkerRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services whose code and settings change while they run; their workers are real processes behind a door of the test. */
class GenerationsTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path home;

    private Supervisor supervisor;
    private TestDoor door;

    @BeforeEach
    void start() {
        supervisor = new Supervisor(new BufferBudget(1 << 20), System.getenv());
        door = new TestDoor(supervisor, home);
    }

    @AfterEach
    void stop() throws InterruptedException {
        supervisor.close();
        door.close();
    }

    @Test
    void aReloadBringsNewWorkersAndLetsTheOldOnesGo() throws Exception {
        run(service("shop", "true").instances(2).config());
        Set<Long> before = pids("shop");
        assertEquals(2, before.size());
        supervisor.reload("shop").get(10, TimeUnit.SECONDS);
        Set<Long> after = pids("shop");
        assertEquals(2, after.size());
        after.retainAll(before);
        assertEquals(Set.of(), after);
        until(() -> before.stream().noneMatch(GenerationsTest::lives));
        assertEquals(2, status("shop").generation());
        assertEquals(0, status("shop").workers().get(0).restarts());
    }

    @Test
    void requestsGoOnWhileGenerationsChange() throws Exception {
        run(service("shop", "true").instances(2).config());
        List<TestCall> calls = new ArrayList<>();
        CompletableFuture<Void> reloaded = CompletableFuture.completedFuture(null);
        for (int reload = 0; reload < 3; reload++) {
            reloaded = supervisor.reload("shop");
            while (!reloaded.isDone()) {
                TestCall call = TestCall.post(Content.Source.from(ByteBuffer.allocate(4)));
                supervisor.find("shop").orElseThrow().call(call, call);
                calls.add(call);
                Thread.yield();
                call.outcome().get(10, TimeUnit.SECONDS);
            }
            reloaded.get();
        }
        assertTrue(calls.size() > 10, calls.size() + " calls");
    }

    @Test
    void codeThatEndsAtOnceLeavesTheOldWorkersServing() throws Exception {
        refuses("echo 'no such table' >&2; exit 1", "no such table");
    }

    @Test
    void codeThatNeverSaysHelloLeavesTheOldWorkersServing() throws Exception {
        refuses("exec sleep 60", "did not connect within 1 s");
    }

    @Test
    void codeThatSaysHelloAndNothingMoreLeavesTheOldWorkersServing() throws Exception {
        refuses("export SILENT=1", "1 s");
    }

    @Test
    void codeThatAnswersItsProbeWithAnErrorLeavesTheOldWorkersServing() throws Exception {
        refuses("export STATUS=500", "GET /health, with 500");
    }

    private void refuses(String code, String reason) throws Exception {
        run(service("shop", "true")
                .startTimeout(Duration.ofSeconds(1))
                .probe("/health")
                .config());
        Set<Long> before = pids("shop");
        TestDoor.program(home, "shop", code);
        ExecutionException failed = assertThrows(
                ExecutionException.class, () -> supervisor.reload("shop").get(10, TimeUnit.SECONDS));
        assertTrue(failed.getMessage().contains(reason), failed.getMessage());
        until(() -> supervisor.complaints().stream().anyMatch(text -> text.contains("serve on")));
        assertEquals(before, pids("shop"));
        assertEquals("", status("shop").workers().get(0).reason(), "the worker that serves on has not ended");
        assertEquals("", status("shop").next());
        TestDoor.program(home, "shop", "export GOOD=1");
        until(() -> supervisor.complaints().isEmpty());
        assertNotEquals(before, pids("shop"));
        assertEquals(
                "1", door.links().get(door.links().size() - 1).environment().get("GOOD"));
    }

    @Test
    void aNewerChangeOvertakesOneThatStillStartsAndDecidesForBoth() throws Exception {
        run(service("shop", "true").config());
        TestDoor.program(home, "shop", "exec sleep 60");
        CompletableFuture<Void> slow = supervisor.reload("shop");
        until(() -> status("shop").next().equals("generation 2 is tried: it was asked for"));
        TestDoor.program(home, "shop", "export VERSION=3");
        supervisor.reload("shop").get(10, TimeUnit.SECONDS);
        slow.get(10, TimeUnit.SECONDS);
        assertEquals(List.of(), supervisor.complaints());
        assertEquals(
                "3", door.links().get(door.links().size() - 1).environment().get("VERSION"));
    }

    @Test
    void aSavedFileIsServedAndTheSameContentIsNotReloaded() throws Exception {
        run(service("shop", "true").config(), service("other", "true").config());
        Set<Long> other = pids("other");
        until(() -> status("shop").watched() == 1);
        TestDoor.program(home, "shop", "true");
        TestDoor.program(home, "shop", "export VERSION=2");
        until(() -> status("shop").generation() == 2);
        assertEquals(
                "2", door.links().get(door.links().size() - 1).environment().get("VERSION"));
        assertEquals(other, pids("other"));
        assertEquals(1, status("other").generation());
    }

    @Test
    void aFileThatAWorkerHasLoadedIsWatchedToo() throws Exception {
        Path library = Files.writeString(home.resolve("library"), "one");
        run(service("shop", "true").config());
        door.links().get(0).listener().loaded(List.of(library));
        until(() -> status("shop").watched() == 2);
        Files.writeString(library, "two");
        until(() -> status("shop").generation() == 2);
    }

    @Test
    void changedSettingsBringNewWorkersOfThatServiceOnly() throws Exception {
        TestServices shop = service("shop", "true");
        ServiceConfig other = service("other", "true").config();
        run(shop.config(), other);
        Set<Long> before = pids("shop");
        Set<Long> untouched = pids("other");
        run(shop.instances(2).environment(Map.of("NEW", "1")).config(), other);
        assertEquals(2, pids("shop").size());
        assertFalse(pids("shop").removeAll(before));
        assertEquals(untouched, pids("other"));
        run(other);
        until(() -> before.stream().noneMatch(GenerationsTest::lives));
        assertEquals(untouched, pids("other"));
    }

    @Test
    void aProgramThatAlwaysEndsIsACrashLoopThatAGoodOneEnds() throws Exception {
        run(service("shop", "exit 3").config());
        until(() -> supervisor.complaints().stream().anyMatch(text -> text.contains("crash loop")));
        assertEquals("CRASH_LOOP", worker("shop").state());
        String complaint = supervisor.complaints().get(0);
        assertTrue(complaint.contains("exit code 3"), complaint);
        TestCall call = TestCall.get();
        supervisor.find("shop").orElseThrow().call(call, call);
        ExecutionException refusal =
                assertThrows(ExecutionException.class, () -> call.outcome().get(10, TimeUnit.SECONDS));
        Duration retryAfter = ((ServiceException) refusal.getCause()).retryAfter();
        assertTrue(retryAfter.toSeconds() > 1 && retryAfter.toSeconds() <= 30, retryAfter::toString);
        List<Journal.Entry> journal = worker("shop").journal();
        assertEquals("started", journal.get(0).event());
        assertEquals("ended", journal.get(1).event());
        TestDoor.program(home, "shop", "true");
        until(() -> worker("shop").state().equals("READY"));
        assertEquals(List.of(), supervisor.complaints());
    }

    @Test
    void aWorkerThatHasHadItsRequestsIsReplacedBeforeItLeaves() throws Exception {
        run(service("shop", "true").limits(3, 0).config());
        long first = worker("shop").pid().orElseThrow();
        for (int i = 0; i < 3; i++) {
            TestCall call = TestCall.get();
            supervisor.find("shop").orElseThrow().call(call, call);
            assertEquals(200, call.outcome().get(10, TimeUnit.SECONDS).status());
        }
        until(() -> worker("shop").journal().size() == 6);
        List<String> events = worker("shop").journal().stream()
                .map(entry -> entry.event() + (entry.pid().equals(OptionalLong.of(first)) ? " old" : " new"))
                .toList();
        assertEquals(
                List.of("started old", "ready old", "started new", "ready new", "leaving old", "ended old"), events);
    }

    @Test
    void aWorkerThatHoldsTooMuchMemoryIsReplaced() throws Exception {
        run(service("shop", "true").limits(0, 50_000_000).config());
        door.links().get(0).environment().put("RSS", "99999999");
        until(() ->
                worker("shop").journal().stream().anyMatch(entry -> entry.why().contains("max_memory")));
        until(() -> worker("shop").state().equals("READY"));
    }

    @Test
    void aWorkerThatIsTooLargeFromTheStartIsComplainedOfAndNotReplaced() throws Exception {
        run(service("shop", "export RSS=99999999").limits(0, 50_000_000).config());
        assertTrue(supervisor.complaints().get(0).contains("raise it"));
        assertEquals(2, worker("shop").journal().size());
    }

    @Test
    void aWorkerThatIsStoppedBySignalIsReplaced() throws Exception {
        assumeTrue(Vitals.of(ProcessHandle.current().pid()).isPresent(), "there is no /proc here: not checked");
        run(service("shop", "true").config());
        long first = worker("shop").pid().orElseThrow();
        // It is busy for ever.
        TestDoor.Link link = door.links().get(0);
        link.environment().put("SILENT", "1");
        TestCall call = TestCall.get();
        supervisor.find("shop").orElseThrow().call(call, call);
        new ProcessBuilder("kill", "-STOP", Long.toString(first)).start().waitFor();
        assertEquals(200, call.outcome().get(10, TimeUnit.SECONDS).status());
        until(() -> !lives(first));
        assertTrue(worker("shop").reason().contains("SIGSTOP"), worker("shop").reason());
    }

    @Test
    void aWorkerFromElsewhereComesInByTheTokenOfItsService() throws Exception {
        run(service("shop", "true").instances(0).token(TOKEN).config());
        assertTrue(supervisor.complaints().get(0).contains("no worker has connected"));
        assertThrows(WorkerRefusedException.class, () -> supervisor.admit(guest(0, "guessed"), "", new SilentLink()));
        assertThrows(WorkerRefusedException.class, () -> supervisor.admit(guest(1, TOKEN), "", new SilentLink()));
        for (int i = 0; i < 2; i++) {
            SilentLink link = new SilentLink();
            link.live(supervisor.admit(guest(0, TOKEN), "", link));
        }
        until(() -> status("shop").workers().size() == 2);
        assertEquals("READY", worker("shop").state());
        assertEquals(List.of(), supervisor.complaints());
    }

    @Test
    void aServiceRunsAsItsUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can: not checked");
        Files.createFile(home.resolve("php.sock"));
        supervisor.run(
                List.of(service("shop", "id -un >&2; exit 1").user("nobody").config()), TestHome.config(home));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        until(() -> worker("shop").journal().stream()
                .anyMatch(entry -> entry.stderr().contains("nobody")));
    }

    @Test
    void aUserThatDoesNotExistIsExplained() throws Exception {
        Files.createFile(home.resolve("php.sock"));
        run(service("shop", "true").user("nobody-of-that-name").config());
        until(() -> supervisor.complaints().stream().anyMatch(text -> text.contains("nobody-of-that-name")));
    }

    private static Hello guest(int instance, String token) {
        return new Hello("shop", instance, 0, 1, token, "sh", "0", 4, 1 << 20, 1 << 16);
    }

    private TestServices service(String name, String code) throws IOException {
        return TestServices.of(name, TestDoor.program(home, name, code));
    }

    private void run(ServiceConfig... services) throws Exception {
        supervisor.run(List.of(services), TestHome.config(home)).get(20, TimeUnit.SECONDS);
    }

    private Set<Long> pids(String service) {
        Set<Long> pids = new HashSet<>();
        status(service).workers().forEach(worker -> worker.pid().ifPresent(pids::add));
        return pids;
    }

    private WorkerStatus worker(String service) {
        return status(service).workers().get(0);
    }

    private ServiceStatus status(String name) {
        return ((List<?>) supervisor.status())
                .stream()
                        .map(ServiceStatus.class::cast)
                        .filter(service -> service.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() < deadline,
                    () -> "not in time: " + supervisor.status() + supervisor.complaints());
            Thread.sleep(10);
        }
    }
}
