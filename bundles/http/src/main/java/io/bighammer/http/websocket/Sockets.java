package io.bighammer.http.websocket;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Makes WebSockets of requests at one listener, and closes them with it. Safe for use by many threads. */
public final class Sockets {
    /** Larger frames come and go in several. */
    private static final int FRAME = 64 << 10;

    private static final String DEFLATE = "permessage-deflate";
    /** Memory for compression is needed while a message passes only, not for each connection. */
    private static final Map<String, String> NO_CONTEXT =
            Map.of("server_no_context_takeover", "", "client_no_context_takeover", "");

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);

    private final Server server;
    private final BufferBudget budget;
    /** Made for the first WebSocket: a start need not wait for it. */
    private volatile WebSocketComponents components;

    private final Handshaker handshaker = Handshaker.newInstance();
    private final Set<SocketSession> open = ConcurrentHashMap.newKeySet();
    private volatile SocketLimits limits;
    private volatile boolean closing;

    public Sockets(Server server, BufferBudget budget, GatewayConfig.Limits limits) {
        this.server = server;
        this.budget = budget;
        apply(limits);
    }

    /** For messages from now on; the idle timeout for new WebSockets. */
    public void apply(GatewayConfig.Limits next) {
        limits = SocketLimits.of(next);
    }

    /** Whether the request is a whole handshake of version 13, over HTTP/1.1. */
    public static boolean isAskedFor(Request request) {
        HttpFields fields = request.getHeaders();
        return HttpMethod.GET.is(request.getMethod())
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && fields.contains(HttpHeader.UPGRADE, "websocket")
                && fields.contains(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString())
                && WebSocketConstants.SPEC_VERSION_STRING.equals(fields.get(HttpHeader.SEC_WEBSOCKET_VERSION))
                && fields.contains(HttpHeader.SEC_WEBSOCKET_KEY);
    }

    /**
     * Answers 101.
     *
     * @param headers of the answer; a sub-protocol among them is one that was offered
     * @param listener hears of the close only when it comes to nothing
     */
    public void grant(
            Request request, Response response, HttpFields headers, ClientSocket.Listener listener, Callback callback) {
        SocketSession session = new SocketSession(listener, () -> limits, budget, open::remove);
        open.add(session);
        Callback answered = Callback.from(callback::succeeded, failure -> {
            abandon(session);
            callback.failed(failure);
        });
        headers.stream().filter(field -> !isOfHandshake(field.getHeader())).forEach(response.getHeaders()::add);
        WebSocketNegotiator negotiator = (asked, answer, ignored) -> {
            answer.setAcceptedSubProtocol(headers.get(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL));
            negotiateCompression(answer);
            return session;
        };
        try {
            boolean done =
                    handshaker.upgradeRequest(negotiator, request, response, answered, components(), this::configure);
            if (!done) {
                answered.failed(new IllegalStateException("no handshake of a WebSocket"));
            }
        } catch (RuntimeException e) {
            answered.failed(e);
        }
        if (closing) {
            session.close(CloseStatus.SHUTDOWN, "The gateway stops");
        }
    }

    private WebSocketComponents components() {
        if (components == null) {
            synchronized (this) {
                if (components == null) {
                    WebSocketComponents made = new WebSocketComponents(
                            null, null, server.getByteBufferPool(), null, null, server.getThreadPool());
                    server.addManaged(made);
                    components = made;
                }
            }
        }
        return components;
    }

    private void abandon(SocketSession session) {
        open.remove(session);
        session.tellClosed(CloseStatus.NO_CLOSE, "");
    }

    private static boolean isOfHandshake(HttpHeader header) {
        return header != null
                && switch (header) {
                    case CONTENT_LENGTH,
                            CONTENT_TYPE,
                            CONNECTION,
                            UPGRADE,
                            SEC_WEBSOCKET_ACCEPT,
                            SEC_WEBSOCKET_EXTENSIONS,
                            SEC_WEBSOCKET_SUBPROTOCOL -> true;
                    default -> false;
                };
    }

    private static void negotiateCompression(ServerUpgradeResponse answer) {
        List<ExtensionConfig> deflate = answer.getExtensions().stream()
                .filter(offered -> offered.getName().equals(DEFLATE))
                .limit(1)
                .map(offered -> new ExtensionConfig(DEFLATE, NO_CONTEXT))
                .toList();
        answer.setExtensions(deflate);
    }

    private void configure(Configuration session) {
        SocketLimits now = limits;
        session.setAutoFragment(true);
        session.setMaxFrameSize(FRAME);
        session.setIdleTimeout(now.idleTimeout().dividedBy(2));
    }

    /** Takes JSON requests over a WebSocket that no route has. */
    public ClientSocket.Listener json(JsonRequests requests, JsonRequests.Client client) {
        return new JsonTalk(requests, client, () -> limits);
    }

    /** Says goodbye to all; who does not answer soon is cut off. */
    public void close(Duration grace) {
        closing = true;
        open.forEach(session -> session.close(CloseStatus.SHUTDOWN, "The gateway stops"));
        Duration limit = grace.compareTo(LONGEST_FAREWELL) < 0 ? grace : LONGEST_FAREWELL;
        server.getScheduler()
                .schedule(() -> open.forEach(SocketSession::abort), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
