package io.bighammer.core.way;

import io.bighammer.api.Outcome;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.route.Lookup;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one request: the chain inwards, the service, the chain outwards, the answer. What is thrown anywhere on it is
 * answered in one place, {@link #refuse}. One thread at a time is on the way; none waits on it: the door's thread takes the
 * request to the service, the thread that reads the service's answer takes it from there.
 */
final class RequestWay implements AnswerListener {
    private static final Logger log = LoggerFactory.getLogger(RequestWay.class);

    private final Exchange exchange;
    private final Route route;
    private final Chain chain;
    private final RequestContext context;
    private final RequestView request;
    private final ResponseView response;
    private Maker maker = Maker.GATEWAY; // of the answer as it is now
    private int entered; // how many plugins of the chain have seen the request and will see the response

    RequestWay(Exchange exchange, Lookup.Match<Route> match, long maxBodySize) {
        this.exchange = exchange;
        this.route = match.route();
        this.chain = route.chain();
        this.request = new RequestView(exchange, match, maxBodySize);
        this.response = new ResponseView();
        this.context = new RequestContext(request, response);
        route.figures().begins();
        exchange.onClientLeft(context::cancel);
    }

    void begin() {
        try {
            request.refuseTooLarge();
        } catch (ProblemException tooLarge) {
            refuse(tooLarge);
            return;
        }
        if (chain.requestBodyLimit() == 0) {
            chain.run(this::inwards, this::refuse);
        } else {
            request.whenWhole(chain.requestBodyLimit(), () -> chain.run(this::inwards, this::refuse), this::refuse);
        }
    }

    private void inwards() {
        while (entered < chain.size() && !context.isAnswered()) {
            Step step = chain.step(entered);
            try {
                step.handleRequest(context);
            } catch (Throwable failure) {
                pluginFailed(step, failure);
                outwards();
                return;
            }
            entered++;
        }
        if (context.isAnswered()) {
            maker = Maker.PLUGIN;
            outwards();
        } else {
            askService();
        }
    }

    private void askService() {
        try {
            route.target().ask(request, context, this);
        } catch (Throwable failure) {
            refuse(route.target().asked(), failure);
        }
    }

    @Override
    public void answered(Answer answer) {
        maker = Maker.SERVICE;
        response.take(answer);
        if (chain.responseBodyLimit() == 0) {
            chain.run(this::outwards, this::refuse);
        } else {
            response.whenWhole(
                    chain.responseBodyLimit(),
                    () -> chain.run(this::outwards, this::refuse),
                    failure -> refuse(Maker.SERVICE, failure));
        }
    }

    @Override
    public void failed(ServiceException failure) {
        switch (failure.kind()) {
            case BAD_ANSWER, LOST, TIMEOUT ->
                log.warn("{} {} {}: {}", request.id(), request.method(), request.path(), failure.getMessage());
            default -> log.debug("{} {}: {}", request.id(), failure.kind(), failure.getMessage());
        }
        chain.run(() -> refuse(Refusals.maker(failure), failure), this::refuse);
    }

    private void outwards() {
        context.turn();
        while (entered > 0) {
            Step step = chain.step(--entered);
            try {
                step.handleResponse(context);
            } catch (Throwable failure) {
                pluginFailed(step, failure);
            }
        }
        send();
    }

    private void refuse(Throwable failure) {
        refuse(Maker.GATEWAY, failure);
    }

    private void refuse(Maker blamed, Throwable failure) {
        replaceAnswer(blamed, "", failure);
        outwards();
    }

    private void pluginFailed(Step step, Throwable failure) {
        replaceAnswer(Maker.PLUGIN, "plugin " + step.name() + ": ", failure);
    }

    /**
     * The one place where an error becomes an answer.
     *
     * @param where it happened, for the log
     */
    private void replaceAnswer(Maker blamed, String where, Throwable failure) {
        maker = blamed;
        ProblemException problem = Refusals.of(failure);
        if (problem.getCause() != null) {
            log.error(
                    "{} {} {}: {}{}",
                    request.id(),
                    request.method(),
                    request.path(),
                    where,
                    problem.detail(),
                    problem.getCause());
        }
        HttpFields.Mutable headers = HttpFields.build();
        problem.headers().forEach(line -> headers.add(line.getKey(), line.getValue()));
        Problem kind = problem.problem();
        byte[] body = exchange.render(
                new ProblemDetails(kind.status(), kind.title(), problem.detail(), kind.code(), request.id()), headers);
        response.become(kind.status(), headers, ByteBuffer.wrap(body));
    }

    private void send() {
        HttpFields.Mutable headers = response.fields();
        ForwardedFields.removeHopByHop(headers);
        headers.put(ForwardedFields.REQUEST_ID, request.id());
        Content.Source body = response.source();
        if (response.knownLength() >= 0) {
            headers.put(HttpHeader.CONTENT_LENGTH, response.knownLength());
        }
        exchange.answer(response.status(), headers, body, Callback.from(() -> end(false), failure -> {
            log.debug("{} was not answered to the end", request.id(), failure);
            body.fail(failure);
            end(true);
        }));
    }

    private void end(boolean clientLeft) {
        try {
            Outcome outcome = new Outcome(
                    response.status(),
                    request.bytesRead(),
                    response.bytesSent(),
                    Duration.ofNanos(System.nanoTime() - exchange.startedNanos()),
                    clientLeft || context.isCancelled());
            route.figures().ends(maker, outcome);
            context.end(outcome);
        } finally {
            chain.leave();
        }
    }
}
