package io.bighammer.http;

import io.bighammer.api.Problem;
import io.bighammer.spi.CanonicalPath;
import io.bighammer.spi.ProblemDetails;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is no HTTP request, or broke before core could answer it. The parser's reason stays inside. */
final class ProblemPage implements Request.Handler {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String NOT_UNDERSTOOD = "This is not a request that the gateway understands.";
    private static final String HTTP1_NO_REASON = "Bad Request";
    private static final String HTTP2_BAD_URI = "Invalid URI";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object set = request.getAttribute(ErrorHandler.ERROR_STATUS);
        Problem problem = problemFor(set instanceof Integer status ? status : response.getStatus());
        response.setStatus(problem.status());
        String id = UUID.randomUUID().toString().replace("-", "");
        response.getHeaders().put(REQUEST_ID, id);
        byte[] body = ProblemJson.render(
                new ProblemDetails(problem.status(), problem.title(), detail(request, problem), problem.code(), id),
                response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static Problem problemFor(int status) {
        for (Problem problem : Problem.values()) {
            if (problem.status() == status) {
                return problem;
            }
        }
        return status < 500 || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                ? Problem.BAD_REQUEST
                : Problem.INTERNAL_ERROR;
    }

    private static String detail(Request request, Problem problem) {
        return switch (problem) {
            case HEADERS_TOO_LARGE -> "The request's headers are larger than this gateway takes.";
            case URI_TOO_LONG -> "The request's address is longer than this gateway takes.";
            case REQUEST_TIMEOUT -> "The request did not arrive in time.";
            case BODY_TOO_LARGE -> "The request's body is larger than this gateway takes.";
            case BAD_REQUEST -> badRequest(request);
            default -> problem.status() >= 500 ? "The answer could not be completed." : NOT_UNDERSTOOD;
        };
    }

    private static String badRequest(Request request) {
        if (isUnreadable(request)) {
            return CanonicalPath.UNREADABLE;
        }
        return hasPath(request) ? NOT_UNDERSTOOD : CanonicalPath.REFUSAL;
    }

    /** Jetty has no address of such a request. It has a reason for each other refusal over HTTP/1.1, and one for this over HTTP/2. */
    private static boolean isUnreadable(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException.RuntimeException refusal
                && (HTTP2_BAD_URI.equals(refusal.getReason())
                        || HTTP1_NO_REASON.equals(refusal.getReason())
                                && refusal.getCause() instanceof IllegalArgumentException);
    }

    private static boolean hasPath(Request request) {
        return request.getHttpURI() == null
                || CanonicalPath.of(request.getHttpURI()).isPresent();
    }
}
