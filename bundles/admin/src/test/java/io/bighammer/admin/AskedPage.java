package io.bighammer.admin;

import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** A request for a page, in memory, that keeps its answer. */
final class AskedPage implements Exchange {
    private final String method;
    private final String path;
    int status;
    HttpFields headers;
    String body;

    AskedPage(String method, String path) {
        this.method = method;
        this.path = path;
    }

    @Override
    public void answer(int code, HttpFields fields, Content.Source content, Callback done) {
        status = code;
        headers = fields;
        try {
            body = Content.Source.asString(content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        done.succeeded();
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable fields) {
        return (problem.code() + ": " + problem.detail()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String door() {
        return "admin";
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
        return "";
    }

    @Override
    public String authority() {
        return "localhost";
    }

    @Override
    public String client() {
        return "127.0.0.1";
    }

    @Override
    public HttpFields headers() {
        return HttpFields.EMPTY;
    }

    @Override
    public Content.Source body() {
        return Content.Source.from();
    }

    @Override
    public long startedNanos() {
        return 0;
    }

    @Override
    public void onClientLeft(Runnable listener) {
        // It stays.
    }
}
