package io.bighammer.bench;

import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.openjdk.jmh.infra.Blackhole;

/** {@link SampleRequest} at a door that swallows the answer, but for one that it was not meant to get. */
record SampleExchange(HttpFields headers, Blackhole blackhole, long startedNanos) implements Exchange {

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
        return SampleRequest.METHOD;
    }

    @Override
    public String path() {
        return SampleRequest.PATH;
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public String authority() {
        return SampleRequest.AUTHORITY;
    }

    @Override
    public String client() {
        return SampleRequest.CLIENT;
    }

    @Override
    public Content.Source body() {
        return Content.Source.from();
    }

    @Override
    public void onClientLeft(Runnable listener) {
        blackhole.consume(listener);
    }

    @Override
    public void answer(int status, HttpFields fields, Content.Source body, Callback done) {
        if (status != 200) {
            throw new IllegalStateException("The answer is a " + status);
        }
        blackhole.consume(fields);
        Content.Chunk chunk;
        do {
            chunk = body.read();
            blackhole.consume(chunk.getByteBuffer());
            chunk.release();
        } while (!chunk.isLast());
        done.succeeded();
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable fields) {
        throw new IllegalStateException(problem.toString());
    }
}
