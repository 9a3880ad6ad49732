package io.bighammer.ipc.bhp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

/** The JSON heads: what the gateway writes, and what it accepts. */
class HeadsTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String request(HttpFields headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeadWriter.request(new TestCall("GET", headers, Content.Source.from()), false, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRequestsHeadHoldsAllThatTheServiceNeeds() {
        HttpFields headers = HttpFields.build()
                .add("Accept", "a")
                .add("X-Name", "名 \"quoted\"")
                .add("ACCEPT", "b")
                .add("accept", "c");
        assertEquals(
                "{\"id\":\"r-1\",\"method\":\"GET\",\"path\":\"/api/示例\",\"query\":\"a=1\","
                        + "\"headers\":{\"accept\":[\"a\",\"b\",\"c\"],\"x-name\":\"名 \\\"quoted\\\"\"},"
                        + "\"params\":{\"name\":\"value\"},\"handler\":\"example_handler\",\"target\":\"handle\","
                        + "\"client\":\"127.0.0.1\",\"door\":\"http\"}",
                request(headers));
    }

    @Test
    void valuesOfANameThatIsNotWellKnownStandTogether() {
        HttpFields headers = HttpFields.build()
                .add("X-One", "a")
                .add("Accept", "b")
                .add("X-Two", "c")
                .add("x-ONE", "d");
        String head = request(headers);
        assertTrue(head.contains("\"headers\":{\"x-one\":[\"a\",\"d\"],\"accept\":\"b\",\"x-two\":\"c\"}"), head);
    }

    @Test
    void manyHeadersAreWrittenLikeFew() {
        HttpFields.Mutable headers = HttpFields.build();
        for (int i = 0; i < 100; i++) {
            headers.add("X-" + i % 50, "v" + i);
        }
        String head = request(headers);
        assertTrue(head.contains("\"headers\":{\"x-0\":[\"v0\",\"v50\"],\"x-1\":[\"v1\",\"v51\"]"), head);
        assertTrue(head.contains("\"x-49\":[\"v49\",\"v99\"]}"), head);
    }

    @Test
    void aHeadLargerThanTheFirstBufferIsWrittenWhole() {
        ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
        FrameBuffer buffer = new FrameBuffer(pool);
        HttpFields headers = HttpFields.build().add("x", "y".repeat(20_000));
        HeadWriter.request(new TestCall("GET", headers, Content.Source.from()), false, buffer);
        int length = buffer.length();
        assertEquals(request(headers).getBytes(StandardCharsets.UTF_8).length, length);
        RetainableByteBuffer frame = buffer.finish(new Frame(Frame.REQ, 0, 1, length, length));
        assertEquals(Frame.HEADER_SIZE + length, frame.remaining());
        frame.release();
        assertTrue(pool.getLeaks().isEmpty(), pool::dumpLeaks);
    }

    @Test
    void anAnswersHeadIsRead() throws Exception {
        HeadReader.Response response = HeadReader.response(
                bytes(
                        "{\"more\":[1,{}],\"status\":201,\"headers\":{\"Set-Cookie\":[\"a=1\",\"b=2\"],\"x-n\":5,\"content-length\":[\"7\",\"7\"]}}"));
        assertEquals(201, response.status());
        assertEquals(7, response.contentLength());
        assertEquals(java.util.List.of("a=1", "b=2"), response.headers().getValuesList("set-cookie"));
        assertEquals("5", response.headers().get("x-n"));
        assertEquals(java.util.List.of("7"), response.headers().getValuesList("content-length"));
    }

    @Test
    void anEmptyPhpArrayMeansNoHeaders() throws Exception {
        HeadReader.Response response = HeadReader.response(bytes("{\"headers\":[],\"status\":200}"));
        assertEquals(0, response.headers().size());
        assertEquals(-1, response.contentLength());
    }

    @Test
    void fieldsOfTheConnectionAreDropped() throws Exception {
        HeadReader.Response response = HeadReader.response(
                bytes(
                        "{\"status\":200,\"headers\":{\"X-Gone\":\"x\",\"Connection\":\"close, x-gone\",\"transfer-encoding\":\"chunked\",\"Keep-Alive\":\"1\","
                                + "\"upgrade\":\"x\",\"te\":\"x\",\"trailer\":\"x\",\"proxy-connection\":\"x\",\"etag\":\"y\"}}"));
        assertEquals(1, response.headers().size());
        assertEquals("y", response.headers().get("etag"));
    }

    @Test
    void aValueOutsideAsciiIsSentAsUtf8() throws Exception {
        String value = HeadReader.response(bytes("{\"status\":200,\"headers\":{\"x\":\"名\"}}"))
                .headers()
                .get("x");
        assertEquals("名", new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBePassedOnIsNoAnswer() {
        bad("", "is no JSON object");
        bad("[]", "is no JSON object");
        bad("{\"status\":", "is no JSON");
        bad("{}", "The status 0 of the answer is not between 200 and 599");
        bad("{\"status\":101}", "The status 101");
        bad("{\"status\":600}", "The status 600");
        bad("{\"status\":99999999999}", "JSON");
        bad("{\"status\":\"200\"}", "no integer");
        bad(headers("\"a b\":\"c\""), "'a b' cannot be the name of a header");
        bad(headers("\"\":\"c\""), "'' cannot be the name of a header");
        bad(headers("\"名\":\"c\""), "cannot be the name");
        bad(headers("\"a\":\"b\\r\\nc: d\""), "the header 'a' holds a control character (0x0d)");
        bad(headers("\"a\":\"b\\u0000\""), "(0x00)");
        bad(headers("\"a\":[\"ok\",\"b\\nc\"]"), "(0x0a)");
        bad(headers("\"a\":{}"), "neither a string nor a list");
        bad(headers("\"a\":[[]]"), "neither a string nor a list");
        bad(headers("\"content-length\":[\"1\",\"2\"]"), "two different content-lengths, 1 and 2");
        bad(headers("\"content-length\":\"1\",\"Content-Length\":\"2\""), "two different content-lengths");
        bad(headers("\"content-length\":\"+1\""), "is no number of bytes");
        bad(headers("\"content-length\":-1"), "is no number of bytes");
        bad("{\"status\":200,\"headers\":[\"a\"]}", "no JSON object");
    }

    private static String headers(String fields) {
        return "{\"status\":200,\"headers\":{" + fields + "}}";
    }

    private static void bad(String head, String reason) {
        ServiceException refusal = assertThrows(ServiceException.class, () -> HeadReader.response(bytes(head)), head);
        assertEquals(ServiceException.Kind.BAD_ANSWER, refusal.kind());
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void aHelloIsReadWithNumbersInStringsAndUnknownKeys() throws Exception {
        Hello hello = HelloReader.read(
                bytes(
                        "{\"proto\":[1,3,9],\"service\":\"s\",\"instance\":\"2\",\"generation\":3,\"pid\":4,\"token\":\"t\","
                                + "\"lang\":\"php\",\"sdk\":\"1\",\"max_streams\":5,\"max_frame\":131072,\"window\":6,\"new\":{\"a\":[]}}"));
        assertEquals(new Hello("s", 2, 3, 4, "t", "php", "1", 5, 131072, 6), hello);
    }

    @Test
    void aShortHelloIsFilledIn() throws Exception {
        assertEquals(
                new Hello("s", 0, 0, 0, "", "", "", 1, Frame.MAX_LENGTH, 0),
                HelloReader.read(bytes("{\"service\":\"s\",\"instance\":\"\",\"generation\":\"\"}")));
    }

    @Test
    void aHelloThatMakesNoSenseIsRefused() {
        badHello("{\"service\":\"s\",\"proto\":[2,3]}", "speaks versions 2 to 3");
        badHello("{}", "does not name a 'service'");
        badHello("{\"service\":\"s\",\"max_streams\":0}", "'max_streams' of HELLO is 0");
        badHello("{\"service\":\"s\",\"instance\":\"x\"}", "HELLO cannot be read");
        badHello(
                "{\"service\":\"s\",\"max_frame\":65536}", "'max_frame' of HELLO is 65536; it must be at least 131072");
        badHello("{\"service\":\"s\",\"max_streams\":2}", "'max_streams' above 1 needs a 'window'");
        badHello("[]", "HELLO is no JSON object");
        badHello("{\"proto\":[1", "HELLO cannot be read");
    }

    private static void badHello(String hello, String reason) {
        ProtocolException refusal = assertThrows(ProtocolException.class, () -> HelloReader.read(bytes(hello)), hello);
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
}
