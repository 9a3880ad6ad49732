package io.bighammer.core.way;

import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** A request in memory that keeps its answer. */
final class TestExchange implements Exchange {
    final HttpFields.Mutable headers = HttpFields.build();
    private final String method;
    private final String path;
    Content.Source body = Content.Source.from();
    Optional<X509Certificate> certificate = Optional.empty();
    int answers;
    int status;
    HttpFields answerHeaders;
    String answerBody;
    Throwable brokenOff;
    Runnable clientLeft;
    boolean networkFails;

    TestExchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    TestExchange body(String text) {
        body = Content.Source.from(StandardCharsets.UTF_8.encode(text));
        return this;
    }

    @Override
    public String door() {
        return "http";
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return "name=%E4%B8%AD&x=1";
    }

    @Override
    public String authority() {
        return "example.com";
    }

    @Override
    public String client() {
        return "192.0.2.7";
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return certificate;
    }

    @Override
    public HttpFields headers() {
        return headers;
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long startedNanos() {
        return System.nanoTime();
    }

    @Override
    public void onClientLeft(Runnable listener) {
        clientLeft = listener;
    }

    @Override
    public void answer(int status, HttpFields headers, Content.Source source, Callback done) {
        answers++;
        this.status = status;
        answerHeaders = headers.asImmutable();
        if (networkFails) {
            done.failed(new IOException("the client left"));
            return;
        }
        try {
            answerBody = Content.Source.asString(source, StandardCharsets.UTF_8);
            done.succeeded();
        } catch (Exception e) {
            brokenOff = e;
            done.failed(e);
        }
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        return ("problem " + problem.code() + ": " + problem.detail()).getBytes(StandardCharsets.UTF_8);
    }
}
