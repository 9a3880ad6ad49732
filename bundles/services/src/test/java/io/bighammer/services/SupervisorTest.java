package io.bighammer.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.services.pool.TestServices;
import io.bighammer.services.worker.Journal;
import io.bighammer.services.worker.WorkerStatus;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with a test in the place of the workers' door. */
class SupervisorTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path home;

    private final Semaphore changes = new Semaphore(0);
    private Supervisor supervisor;

    @BeforeEach
    void start() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SECRET", "of the gateway");
        supervisor = new Supervisor(new BufferBudget(1 << 20), environment);
        supervisor.onChange(changes::release);
    }

    @AfterEach
    void stop() {
        supervisor.close();
    }

    @Test
    void aWorkerThatSaysHelloIsReadyAndNamedInThePidFile() throws Exception {
        run("main", "printenv > \"$0.env\"; exec sleep 60");
        Hello hello = hello("main");
        admit(hello);
        until(() -> Files.exists(home.resolve("business.pid")));
        assertEquals("READY", status("main").state());
        assertEquals(hello.pid() + "\n", Files.readString(home.resolve("business.pid")));
        assertEquals(List.of(), supervisor.complaints());

        supervisor.stop().get(10, TimeUnit.SECONDS);
        assertEquals("STOPPED", status("main").state());
        assertFalse(Files.exists(home.resolve("business.pid")));
        assertFalse(ProcessHandle.of(hello.pid()).isPresent());
    }

    @Test
    void aWorkerSeesItsOwnVariablesAndNotTheGateways() throws Exception {
        run("service", "printenv > \"$0.env\"; exec sleep 60");
        hello("service");
        Map<String, String> seen = environment("service");
        assertEquals("set", seen.get("OWN"));
        assertEquals("1", seen.get("BIGHAMMER_INSTANCE"));
        assertEquals(home.resolve("php.sock").toString(), seen.get("BIGHAMMER_SOCKET"));
        assertTrue(seen.containsKey("PATH"));
        assertFalse(seen.containsKey("SECRET"));
    }

    @Test
    void aTokenIsGoodOnceAndForItsProcessAndUserOnly() throws Exception {
        run("service", "printenv > \"$0.env\"; exec sleep 60");
        Hello hello = hello("service");
        refused(with(hello, hello.pid(), "guessed"), USER);
        refused(hello, "somebody-else");
        supervisor.admit(hello, USER, new SilentLink());
        refused(hello, USER);
    }

    @Test
    void anotherProcessWithTheTokenIsRefused() throws Exception {
        run("service", "printenv > \"$0.env\"; exec sleep 60");
        Hello hello = hello("service");
        refused(with(hello, hello.pid() + 1, hello.token()), USER);
        refused(hello, USER);
    }

    @Test
    void aWorkerThatIsKilledIsReplacedAtOnce() throws Exception {
        run("service", "printenv > \"$0.env\"; exec sleep 60");
        Hello hello = hello("service");
        admit(hello);
        until(() -> status("service").state().equals("READY"));
        Files.delete(home.resolve("service.env"));
        new ProcessBuilder("kill", "-9", Long.toString(hello.pid())).start();
        Hello next = hello("service");
        assertFalse(next.token().equals(hello.token()));
        assertEquals("exit code 137 (signal 9)", status("service").reason());
        assertEquals(1, status("service").restarts());
    }

    @Test
    void theNextWorkerIsSentToADoorThatMoved() throws Exception {
        run("service", "printenv > \"$0.env\"; exec sleep 60");
        Hello hello = hello("service");
        admit(hello);
        ServiceConfig same = service("service", "printenv > \"$0.env\"; exec sleep 60", Duration.ofSeconds(10));
        supervisor.run(List.of(same), TestHome.config(home.resolve("moved")));
        assertEquals(OptionalLong.of(hello.pid()), status("service").pid());

        Files.delete(home.resolve("service.env"));
        new ProcessBuilder("kill", "-9", Long.toString(hello.pid())).start();
        hello("service");
        assertEquals(
                home.resolve("moved/php.sock").toString(),
                environment("service").get("BIGHAMMER_SOCKET"));
    }

    @Test
    void aProgramThatEndsAtOnceIsTriedLessAndLessOftenAndExplained() throws Exception {
        run("service", "echo 'bind(): Address already in use' >&2; exit 7");
        until(() -> status("service").restarts() >= 4);
        assertEquals(
                "exit code 7: bind(): Address already in use", status("service").reason());
        String complaint = supervisor.complaints().get(0);
        assertTrue(complaint.contains("must not open a socket"), complaint);
        until(() -> services("service").state().equals("down"));
    }

    @Test
    void aProgramThatNeverSaysHelloIsEndedWithWhatItStarted() throws Exception {
        supervisor.run(
                List.of(service("service", "sleep 60 & echo $! >> \"$0.children\"; wait", Duration.ofSeconds(2))),
                TestHome.config(home));
        until(() -> !supervisor.complaints().isEmpty());
        String complaint = supervisor.complaints().get(0);
        assertTrue(complaint.contains("did not connect within 2 s"), complaint);
        assertTrue(complaint.contains("public handle(request)"), complaint);
        until(() -> status("service").restarts() > 0);
        supervisor.stop().get(10, TimeUnit.SECONDS);
        untilTheChildrenAreGone();
    }

    @Test
    void whatAProgramLeavesBehindEndsWithIt() throws Exception {
        run("service", "[ -e \"$0.children\" ] && exec sleep 60; sleep 60 2> /dev/null & echo $! >> \"$0.children\"");
        until(() -> status("service").restarts() > 0);
        untilTheChildrenAreGone();
    }

    private void untilTheChildrenAreGone() throws Exception {
        List<String> children = Files.readAllLines(home.resolve("service.children"));
        assertFalse(children.isEmpty());
        for (String child : children) {
            until(() -> ProcessHandle.of(Long.parseLong(child))
                    .map(SupervisorTest::isZombieOrGone)
                    .orElse(true));
        }
    }

    @Test
    void aProgramThatIgnoresSigtermIsKilledWhenTheGatewayStops() throws Exception {
        run("service", "trap '' TERM; printenv > \"$0.env\"; while :; do sleep 1; done");
        Hello hello = hello("service");
        supervisor.stop().get(10, TimeUnit.SECONDS);
        assertFalse(ProcessHandle.of(hello.pid()).isPresent());
        List<Journal.Entry> journal = status("service").journal();
        String end = journal.get(journal.size() - 1).why();
        assertTrue(end.contains("signal 9"), end);
    }

    @Test
    void aFileThatNothingCanRunIsExplained() throws Exception {
        Path text = Files.writeString(home.resolve("service.txt"), "no program");
        supervisor.run(List.of(TestServices.of("service", text).config()), TestHome.config(home));
        until(() -> !supervisor.complaints().isEmpty());
        assertTrue(supervisor.complaints().get(0).contains("nor executable: make it executable with chmod +x"));
    }

    @Test
    void aServiceThatIsListedNoMoreEndsAndTheOthersRunOn() throws Exception {
        ServiceConfig one = service("one", "printenv > \"$0.env\"; exec sleep 60", Duration.ofSeconds(5));
        ServiceConfig two = service("two", "printenv > \"$0.env\"; exec sleep 60", Duration.ofSeconds(5));
        supervisor.run(List.of(one, two), TestHome.config(home));
        long kept = hello("one").pid();
        long dropped = hello("two").pid();
        supervisor.run(List.of(one), TestHome.config(home));
        until(() -> ProcessHandle.of(dropped).isEmpty());
        assertTrue(supervisor.find("one").isPresent());
        assertTrue(supervisor.find("two").isEmpty());
        assertTrue(ProcessHandle.of(kept).isPresent());
    }

    private static boolean isZombieOrGone(ProcessHandle process) {
        // A container may have no one who reaps orphans; a zombie has no command line.
        return !process.isAlive() || process.info().commandLine().isEmpty();
    }

    private void run(String name, String script) throws IOException {
        supervisor.run(List.of(service(name, script, Duration.ofSeconds(10))), TestHome.config(home));
    }

    private ServiceConfig service(String name, String script, Duration startTimeout) throws IOException {
        Path program = Files.writeString(home.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return TestServices.of(name, program)
                .startTimeout(startTimeout)
                .environment(Map.of("OWN", "set"))
                .config();
    }

    /** What the worker would say, from what its environment told it. */
    private Hello hello(String name) throws Exception {
        Path file = home.resolve(name + ".env");
        until(() -> status(name).pid().isPresent()
                && Files.exists(file)
                && text(file).contains("BIGHAMMER_GENERATION="));
        Map<String, String> seen = environment(name);
        return new Hello(
                seen.get("BIGHAMMER_SERVICE"),
                Integer.parseInt(seen.get("BIGHAMMER_INSTANCE")),
                Long.parseLong(seen.get("BIGHAMMER_GENERATION")),
                status(name).pid().orElseThrow(),
                seen.get("BIGHAMMER_TOKEN"),
                "sh",
                "0",
                1,
                1 << 20,
                0);
    }

    private Map<String, String> environment(String name) {
        Map<String, String> variables = new HashMap<>();
        text(home.resolve(name + ".env"))
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    variables.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return variables;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static Hello with(Hello hello, long pid, String token) {
        return new Hello(
                hello.service(),
                hello.instance(),
                hello.generation(),
                pid,
                token,
                hello.lang(),
                hello.sdk(),
                hello.maxStreams(),
                hello.maxFrame(),
                hello.window());
    }

    private void admit(Hello hello) throws WorkerRefusedException {
        SilentLink link = new SilentLink();
        link.live(supervisor.admit(hello, USER, link));
    }

    private void refused(Hello hello, String user) {
        assertThrows(WorkerRefusedException.class, () -> supervisor.admit(hello, user, new SilentLink()));
    }

    private ServiceStatus services(String name) {
        return ((List<?>) supervisor.status())
                .stream()
                        .map(ServiceStatus.class::cast)
                        .filter(service -> service.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private WorkerStatus status(String service) {
        return services(service).workers().get(0);
    }

    /** Looks again at each change, and now and then for what is no change of the supervisor's. */
    private void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not in time: " + supervisor.status());
            if (changes.tryAcquire(20, TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
        }
    }
}
