package io.bighammer.core.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.Outcome;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.RouteTable;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.ServiceException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

class RequestWayTest {
    private final List<String> log = new ArrayList<>();
    private final Ways ways = new Ways();
    private final RouteFigures figures = new RouteFigures();
    private final RouteFigures nowhere = new RouteFigures();
    private RequestView asked;
    private AnswerListener waiting;

    private interface Code {
        void run(Context context) throws Exception;
    }

    /** A plugin that writes down that it was called. */
    private class Plugin implements Step {
        private final String name;
        private final Code inwards;
        private final Code outwards;
        int requestLimit;
        int responseLimit;

        Plugin(String name, Code inwards, Code outwards) {
            this.name = name;
            this.inwards = inwards;
            this.outwards = outwards;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean nonBlocking() {
            return true;
        }

        @Override
        public int requestBodyLimit() {
            return requestLimit;
        }

        @Override
        public int responseBodyLimit() {
            return responseLimit;
        }

        @Override
        public void handleRequest(RequestContext context) throws Exception {
            log.add(">" + name);
            inwards.run(context);
        }

        @Override
        public void handleResponse(RequestContext context) throws Exception {
            log.add("<" + name);
            outwards.run(context);
        }
    }

    private Plugin plugin(String name) {
        return new Plugin(name, context -> {}, context -> {});
    }

    private Plugin inwards(String name, Code code) {
        return new Plugin(name, code, context -> {});
    }

    private Plugin outwards(String name, Code code) {
        return new Plugin(name, context -> {}, code);
    }

    /** Routes GET and POST /x through the plugins to a service that answers "hello". */
    private Chain route(Plugin... plugins) {
        return route(
                (request, context, listener) -> {
                    log.add("service");
                    asked = request;
                    listener.answered(answer("hello"));
                },
                plugins);
    }

    private Chain route(Target target, Plugin... plugins) {
        Chain chain = new Chain(List.of(plugins), Runnable::run);
        Chain unmatched = new Chain(List.of(plugin("global")), Runnable::run);
        RouteTable<Route> table = RouteTable.of(
                List.of(new RouteTable.Entry<>(Conditions.of("/x", "GET", "POST"), new Route(chain, target, figures))));
        ways.use(new Generation(1, table, Set.of(chain, unmatched), unmatched, nowhere, 1000));
        return chain;
    }

    private static Answer answer(String text) {
        return new Answer(
                200,
                HttpFields.build().put("Content-Type", "text/plain"),
                Content.Source.from(StandardCharsets.UTF_8.encode(text)));
    }

    private TestExchange send(TestExchange exchange) {
        ways.handle(exchange);
        return exchange;
    }

    private TestExchange get() {
        return send(new TestExchange("GET", "/x"));
    }

    @Test
    void pluginsAreCalledInOrderAndOutwardsInReverse() {
        route(plugin("a"), plugin("b"));
        TestExchange exchange = get();
        assertEquals(List.of(">a", ">b", "service", "<b", "<a"), log);
        assertEquals(200, exchange.status);
        assertEquals("hello", exchange.answerBody);
        assertEquals(1, exchange.answers);
    }

    @Test
    void aPluginThatAnswersEndsTheWayIn() {
        route(plugin("a"), inwards("b", context -> context.answer(202).body("mine")), plugin("c"));
        TestExchange exchange = get();
        assertEquals(List.of(">a", ">b", "<b", "<a"), log);
        assertEquals(202, exchange.status);
        assertEquals("mine", exchange.answerBody);
        assertEquals("4", exchange.answerHeaders.get("Content-Length"));
    }

    @Test
    void aPluginThatRefusesIsSkippedOnTheWayOut() {
        route(plugin("a"), inwards("b", context -> {
            throw new ProblemException(Problem.UNAUTHORIZED, "who?").header("WWW-Authenticate", "Basic");
        }));
        TestExchange exchange = get();
        assertEquals(List.of(">a", ">b", "<a"), log);
        assertEquals(401, exchange.status);
        assertEquals("problem unauthorized: who?", exchange.answerBody);
        assertEquals("Basic", exchange.answerHeaders.get("WWW-Authenticate"));
    }

    @Test
    void aPluginThatBreaksCostsA500AndTellsNothing() {
        route(inwards("a", context -> {
            throw new IllegalStateException("secret reason");
        }));
        TestExchange exchange = get();
        assertEquals(500, exchange.status);
        assertFalse(exchange.answerBody.contains("secret"));
    }

    @Test
    void aPluginThatBreaksOnTheWayOutReplacesTheAnswerAndTheOthersStillSeeIt() {
        route(
                outwards("a", context -> context.response()
                        .headers()
                        .set("X-Seen", "" + context.response().status())),
                outwards("b", context -> {
                    throw new IllegalStateException("broken");
                }));
        TestExchange exchange = get();
        assertEquals(List.of(">a", ">b", "service", "<b", "<a"), log);
        assertEquals(500, exchange.status);
        assertEquals("500", exchange.answerHeaders.get("X-Seen"));
    }

    @Test
    void anUnknownPathGoesThroughTheGlobalPlugins() {
        route();
        TestExchange exchange = send(new TestExchange("GET", "/nowhere"));
        assertEquals(404, exchange.status);
        assertEquals(List.of(">global", "<global"), log);
    }

    @Test
    void anotherMethodIs405WithAllow() {
        route();
        TestExchange exchange = send(new TestExchange("DELETE", "/x"));
        assertEquals(405, exchange.status);
        assertTrue(exchange.answerHeaders.get("Allow").contains("GET"), exchange.answerHeaders.get("Allow"));
    }

    @Test
    void optionsTellsTheMethods() {
        route();
        TestExchange exchange = send(new TestExchange("OPTIONS", "/x"));
        assertEquals(204, exchange.status);
        assertTrue(exchange.answerHeaders.get("Allow").contains("POST"), exchange.answerHeaders.get("Allow"));
    }

    @Test
    void beforeTheFirstGenerationNothingIsFound() {
        assertEquals(404, get().status);
    }

    @Test
    void aServiceThatFailsIsToldByItsKind() {
        route((request, context, listener) ->
                listener.failed(new ServiceException(ServiceException.Kind.LOST, "exit code 9")));
        TestExchange exchange = get();
        assertEquals(502, exchange.status);
        assertFalse(exchange.answerBody.contains("exit code"));
        route((request, context, listener) -> listener.failed(new ServiceException(ServiceException.Kind.TIMEOUT, "")));
        assertEquals(504, get().status);
        route((request, context, listener) ->
                listener.failed(new ServiceException(ServiceException.Kind.OVERLOADED, "")));
        exchange = get();
        assertEquals(503, exchange.status);
        assertEquals("1", exchange.answerHeaders.get("Retry-After"));
        route((request, context, listener) -> listener.failed(
                new ServiceException(ServiceException.Kind.UNAVAILABLE, "", Duration.ofMillis(12_300))));
        exchange = get();
        assertEquals(503, exchange.status);
        assertEquals("13", exchange.answerHeaders.get("Retry-After"));
    }

    @Test
    void hopByHopFieldsGoBothWays() {
        route(outwards("a", context -> {
            context.response().headers().set("Connection", "X-Inner");
            context.response().headers().set("X-Inner", "1");
        }));
        TestExchange exchange = new TestExchange("GET", "/x");
        exchange.headers.add("Connection", "keep-alive, X-Private");
        exchange.headers.add("X-Private", "1");
        exchange.headers.add("TE", "trailers");
        exchange.headers.add("X-Kept", "1");
        exchange.headers.add("X-Forwarded-For", "6.6.6.6");
        send(exchange);
        HttpFields seen = asked.fields();
        assertFalse(seen.contains("Connection"));
        assertFalse(seen.contains("X-Private"));
        assertFalse(seen.contains("TE"));
        assertTrue(seen.contains("X-Kept"));
        assertEquals(List.of("192.0.2.7"), seen.getValuesList("X-Forwarded-For"));
        assertFalse(exchange.answerHeaders.contains("X-Inner"));
        assertFalse(exchange.answerHeaders.contains("Connection"));
    }

    @Test
    void whoTheClientIsTheGatewayAloneSays() throws Exception {
        route();
        TestExchange exchange = new TestExchange("GET", "/x");
        exchange.headers.add("Client-Cert", ":Zm9yZ2Vk:");
        exchange.headers.add("client-cert-chain", ":Zm9yZ2Vk:");
        send(exchange);
        assertFalse(asked.fields().contains("Client-Cert"));
        assertFalse(asked.fields().contains("Client-Cert-Chain"));

        exchange = new TestExchange("GET", "/x");
        exchange.headers.add("CLIENT-CERT", ":Zm9yZ2Vk:");
        exchange.certificate = Optional.of(certificate());
        send(exchange);
        String shown = ":" + Base64.getEncoder().encodeToString(certificate().getEncoded()) + ":";
        assertEquals(List.of(shown), asked.fields().getValuesList("Client-Cert"));
    }

    private static X509Certificate certificate() throws Exception {
        try (InputStream pem = RequestWayTest.class.getResourceAsStream("/golden/tls/ec.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    @Test
    void theRequestIdIsKeptOrMade() {
        route();
        TestExchange exchange = new TestExchange("GET", "/x");
        exchange.headers.add("X-Request-Id", "abc-123");
        assertEquals("abc-123", send(exchange).answerHeaders.get("X-Request-Id"));
        assertEquals("abc-123", asked.fields().get("X-Request-Id"));
        exchange = new TestExchange("GET", "/x");
        exchange.headers.add("X-Request-Id", "a b\"");
        String made = send(exchange).answerHeaders.get("X-Request-Id");
        assertTrue(made.matches("[0-9a-f]{32}"), made);
    }

    @Test
    void theEndIsToldOnceWithStatusAndBytes() {
        List<Outcome> ends = new ArrayList<>();
        route(inwards("a", context -> context.onEnd(ends::add)));
        get();
        assertEquals(1, ends.size());
        assertEquals(200, ends.get(0).status());
        assertEquals(5, ends.get(0).responseBytes());
        assertFalse(ends.get(0).clientLeft());
    }

    @Test
    void aClientThatLeftIsToldAtTheEnd() {
        List<Outcome> ends = new ArrayList<>();
        Chain chain = route(inwards("a", context -> context.onEnd(ends::add)));
        TestExchange exchange = new TestExchange("GET", "/x");
        exchange.networkFails = true;
        send(exchange);
        assertTrue(ends.get(0).clientLeft());
        assertTrue(chain.retire().isDone());
    }

    @Test
    void whoLeavesWhileTheServiceWorksCancelsTheCall() {
        List<String> cancelled = new ArrayList<>();
        route((request, context, listener) -> {
            context.onCancel(() -> cancelled.add("cancelled"));
            waiting = listener;
        });
        TestExchange exchange = get();
        exchange.clientLeft.run();
        exchange.clientLeft.run();
        assertEquals(List.of("cancelled"), cancelled);
        waiting.failed(new ServiceException(ServiceException.Kind.CANCELLED, ""));
        assertEquals(1, exchange.answers);
    }

    @Test
    void attributesGoFromPluginToPlugin() {
        route(
                outwards("a", context -> context.response()
                        .headers()
                        .set("X-User", context.attribute(Attribute.USER).orElse("nobody"))),
                inwards("b", context -> context.attribute(Attribute.USER, "alice")));
        assertEquals("alice", get().answerHeaders.get("X-User"));
    }

    @Test
    void aPluginThatAskedForTheWholeBodyHasIt() {
        Plugin reader = inwards(
                "a",
                context -> log.add(
                        StandardCharsets.UTF_8.decode(context.request().body()).toString()));
        reader.requestLimit = 10;
        route(reader);
        send(new TestExchange("POST", "/x").body("0123456789"));
        assertTrue(log.contains("0123456789"));
        assertEquals(413, send(new TestExchange("POST", "/x").body("0123456789a")).status);
    }

    @Test
    void aBodyThatNobodyAskedForIsNotThere() {
        route(inwards("a", context -> context.request().body()));
        assertEquals(500, get().status);
    }

    @Test
    void aWholeAnswerCanBeReadAndReplaced() {
        Plugin shout = outwards("a", context -> {
            String text =
                    StandardCharsets.UTF_8.decode(context.response().body()).toString();
            context.response().body(text.toUpperCase(Locale.ROOT) + "!");
        });
        shout.responseLimit = 100;
        route(shout);
        TestExchange exchange = get();
        assertEquals("HELLO!", exchange.answerBody);
        assertEquals("6", exchange.answerHeaders.get("Content-Length"));
    }

    @Test
    void filtersSeeEveryByteOfBothBodies() {
        List<String> seen = new ArrayList<>();
        route(
                (request, context, listener) -> {
                    try {
                        seen.add(Content.Source.asString(request.source(), StandardCharsets.UTF_8));
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                    listener.answered(answer("hello"));
                },
                new Plugin(
                        "a",
                        context -> context.request().filterBody(RequestWayTest::twice),
                        context -> context.response().filterBody(RequestWayTest::twice)));
        TestExchange exchange = send(new TestExchange("POST", "/x").body("up"));
        assertEquals(List.of("upup"), seen);
        assertEquals("hellohello", exchange.answerBody);
    }

    private static void twice(ByteBuffer chunk, boolean last, Consumer<ByteBuffer> next) {
        next.accept(chunk.slice());
        next.accept(chunk.slice());
    }

    @Test
    void aFilterOfTheRequestCanRefuse() {
        route(
                (request, context, listener) -> {
                    Content.Chunk chunk = request.source().read();
                    assertInstanceOf(ProblemException.class, chunk.getFailure());
                    listener.failed(new ServiceException(
                            ServiceException.Kind.CANCELLED, "the body failed", chunk.getFailure()));
                },
                inwards("a", context -> context.request().filterBody((chunk, last, next) -> {
                    throw new ProblemException(Problem.FORBIDDEN, "not this");
                })));
        assertEquals(403, send(new TestExchange("POST", "/x").body("up")).status);
    }

    @Test
    void aBodyLargerThanTheLimitIs413() {
        route();
        TestExchange exchange = new TestExchange("POST", "/x");
        exchange.headers.add("Content-Length", "1001");
        assertEquals(413, send(exchange).status);
        assertFalse(log.contains("service"));
    }

    @Test
    void aRetiredChainEndsAfterItsLastRequestAndTheNextOneTakesOver() {
        Chain old = route((request, context, listener) -> waiting = listener);
        TestExchange underWay = get();
        route(plugin("new"));
        CompletableFuture<Void> end = old.retire();
        assertFalse(end.isDone());
        assertEquals(200, get().status);
        waiting.answered(answer("late"));
        assertTrue(end.isDone());
        assertEquals("late", underWay.answerBody);
        assertNull(underWay.brokenOff);
    }

    @Test
    void anAnswerIsCountedForWhoMadeIt() {
        route(plugin("a"));
        send(new TestExchange("POST", "/x").body("four"));
        route(inwards("a", context -> context.answer(301)));
        get();
        route(inwards("a", context -> {
            throw new ProblemException(Problem.UNAUTHORIZED, "who?");
        }));
        get();
        route(outwards("a", context -> {
            throw new IllegalStateException("broken");
        }));
        get();
        route((request, context, listener) ->
                listener.failed(new ServiceException(ServiceException.Kind.LOST, "it ended")));
        get();
        route((request, context, listener) ->
                listener.failed(new ServiceException(ServiceException.Kind.CANCELLED, "the client left")));
        get();
        send(new TestExchange("GET", "/nowhere"));

        assertEquals(1, figures.answers(Maker.SERVICE, 2));
        assertEquals(1, figures.answers(Maker.PLUGIN, 3));
        assertEquals(1, figures.answers(Maker.PLUGIN, 4));
        assertEquals(1, figures.answers(Maker.PLUGIN, 5));
        assertEquals(1, figures.answers(Maker.SERVICE, 5));
        assertEquals(1, figures.answers(Maker.GATEWAY, 4));
        assertEquals(1, nowhere.answers(Maker.GATEWAY, 4));
        assertEquals(6, figures.times().count());
        assertTrue(figures.sent() > "hello".length(), "the problems are sent too");
        assertEquals(0, figures.inFlight());
    }

    @Test
    void aRequestIsInFlightUntilItsAnswerHasBeenSent() {
        route((request, context, listener) -> waiting = listener);
        get();
        assertEquals(1, figures.inFlight());

        waiting.answered(answer("hello"));

        assertEquals(0, figures.inFlight());
        assertEquals("hello".length(), figures.sent());
    }

    @Test
    void anAnswerThatDoesNotComeToItsClientIsCountedAsBrokenOff() {
        route();
        TestExchange exchange = new TestExchange("GET", "/x");
        exchange.networkFails = true;

        send(exchange);

        assertEquals(1, figures.brokenOff());
        assertEquals(1, figures.answers(Maker.SERVICE, 2));
    }

    @Test
    void aStatusThatDoesNotExistIsCountedAllTheSame() {
        route((request, context, listener) ->
                listener.answered(new Answer(999, HttpFields.build(), Content.Source.from())));
        get();
        assertEquals(1, figures.answers(Maker.SERVICE, 5));
    }
}
