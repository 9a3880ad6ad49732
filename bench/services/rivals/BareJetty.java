import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The same answers from the same Jetty with nothing around it: the floor under what a gateway on Jetty can cost. */
final class BareJetty {
    private static final String ANSWER = "{\"status\":200,\"message\":\"OK\","
            + "\"data\":{\"service\":\"hello\",\"text\":\"A small answer, about a hundred bytes\"}}";

    private BareJetty() {}

    public static void main(String[] arguments) throws Exception {
        Server server = new Server(new QueuedThreadPool(64));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // One selector, as the gateway's HTTP door has on a small machine.
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new Hello());
        server.start();
        server.join();
    }

    private static final class Hello extends Handler.Abstract.NonBlocking {
        private static final String BYTES = "/api/bytes/";
        private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
        private static final HttpField OCTETS =
                new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        private static final byte[] BODY = ANSWER.getBytes(StandardCharsets.UTF_8);

        private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = request.getHttpURI().getCanonicalPath();
            boolean sized = path.startsWith(BYTES);
            byte[] body = sized ? bodies.computeIfAbsent(path.substring(BYTES.length()), Hello::filled) : BODY;
            response.getHeaders().put(sized ? OCTETS : JSON);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }

        private static byte[] filled(String count) {
            byte[] body = new byte[Integer.parseInt(count)];
            Arrays.fill(body, (byte) 'x');
            return body;
        }
    }
}
