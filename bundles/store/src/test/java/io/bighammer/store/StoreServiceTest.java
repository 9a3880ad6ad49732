package io.bighammer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreServiceTest {

    @TempDir
    Path folder;

    private KeyValueStore store;
    private StoreService service;

    @BeforeEach
    void open() throws IOException {
        store = new KeyValueStore(folder.resolve("data.json"), Clock.systemUTC(), Duration.ofHours(1));
        service = new StoreService(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void valuesOfAnyKindAreKeptAsTheyAre() {
        assertEquals(ok("null"), ask("store.set", "{'key': 'k', 'value': {'a': [1, 2.5, 'ü', null]}}"));
        assertEquals(ok("{'a':[1,2.5,'ü',null]}"), ask("store.get", "{'key': 'k'}"));
        assertEquals(ok("true"), ask("store.remove", "{'key': 'k'}"));
        assertEquals(ok("false"), ask("store.remove", "{'key': 'k'}"));
        assertEquals(
                "404 {'status':404,'message':'there is no value of \\'k\\'','data':null}",
                ask("store.get", "{'key': 'k'}"));
    }

    @Test
    void numbersAreCountedTogetherWithThoseOfPlugins() {
        assertEquals(ok("1"), ask("store.increment", "{'key': 'n'}"));
        assertEquals(41, store.increment("n", 40));
        assertEquals(ok("39"), ask("store.increment", "{'key': 'n', 'by': -2}"));
        assertEquals(Optional.of("39"), store.get("n"));
        store.set("text", "x");
        assertTrue(ask("store.increment", "{'key': 'text'}").startsWith("400 "));
    }

    @Test
    void aLifetimeIsANumberOfSecondsOrATime() {
        for (String expires : new String[] {"60", "'500ms'", "'10m'", "'1d'"}) {
            assertEquals(ok("null"), ask("store.set", "{'key': 'k', 'value': 1, 'expires': " + expires + "}"));
        }
        for (String expires : new String[] {"0", "-1", "1.5", "'soon'", "''", "null", "'10'"}) {
            String answer = ask("store.set", "{'key': 'k', 'value': 2, 'expires': " + expires + "}");
            assertTrue(answer.startsWith("400 ") && answer.contains("a whole number of seconds"), answer);
        }
        assertEquals(ok("1"), ask("store.get", "{'key': 'k'}"));
        assertEquals(ok("null"), ask("store.set", "{'key': 'k', 'value': 3, 'expires': '1ms'}"));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (store.get("k").isPresent() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertTrue(ask("store.get", "{'key': 'k'}").startsWith("404 "));
    }

    @Test
    void whatCannotBeMeantIsRefusedAndTold() {
        assertTold("the body is no JSON", ask("store.get", "{'key'"));
        assertTold("must be a JSON object", ask("store.get", "['k']"));
        assertTold("'key\\' must be a text", ask("store.get", "{'key': 1}").replace("\\'key", "'key"));
        assertTold("'value\\' is missing", ask("store.set", "{'key': 'k'}").replace("\\'value", "'value"));
        assertTold("a key must not be empty or begin with $", ask("store.set", "{'key': '$expires', 'value': 1}"));
        assertTold(
                "is not known; there are: key, value, expires",
                ask("store.set", "{'key': 'k', 'value': 1, 'expire': 5}"));
        assertTold("must be a whole number", ask("store.increment", "{'key': 'k', 'by': '5'}"));
        assertTrue(ask("store.clear", "{}").startsWith("404 "));
        assertTrue(ask("store.get", " ".repeat((1 << 20) + 1)).startsWith("413 "));
    }

    @Test
    void aBodyThatBreaksOffChangesNothing() {
        Content.Source broken = Content.Source.from(ByteBuffer.wrap("{\"key\"".getBytes(StandardCharsets.UTF_8)));
        broken.fail(new IOException("the worker is gone"));
        Asked asked = new Asked("store.set", broken);
        service.call(asked, asked);
        assertThrows(CompletionException.class, () -> asked.outcome.join());
    }

    private static void assertTold(String expected, String answer) {
        assertTrue(answer.startsWith("400 ") && answer.contains(expected), answer);
    }

    private static String ok(String data) {
        return "200 {'status':200,'message':'OK','data':" + data + "}";
    }

    /** With ' for ", so that it can be read. */
    private String ask(String handler, String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Asked asked = new Asked(handler, Content.Source.from(ByteBuffer.wrap(body)));
        service.call(asked, asked);
        Answer answer = asked.outcome.join();
        try {
            return answer.status() + " "
                    + Content.Source.asString(answer.body()).replace('"', '\'');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Asked(String handler, Content.Source body, CompletableFuture<Answer> outcome)
            implements Call, AnswerListener {

        Asked(String handler, Content.Source body) {
            this(handler, body, new CompletableFuture<>());
        }

        @Override
        public void answered(Answer answer) {
            outcome.complete(answer);
        }

        @Override
        public void failed(ServiceException failure) {
            outcome.completeExceptionally(failure);
        }

        @Override
        public String id() {
            return "r1";
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public HttpFields headers() {
            return HttpFields.EMPTY;
        }

        @Override
        public Map<String, String> params() {
            return Map.of();
        }

        @Override
        public String target() {
            return "handle";
        }

        @Override
        public String client() {
            return "local";
        }

        @Override
        public String door() {
            return "workers";
        }

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean idempotent() {
            return false;
        }

        @Override
        public void onCancel(Runnable listener) {
            // Nobody leaves.
        }
    }
}
