package io.bighammer.ipc.workers;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** A request whose answer must consist of its own number, byte by byte; reports to its complaints what is not right. */
final class FuzzCall implements Call, AnswerListener {
    enum Reader {
        EAGER,
        LATE,
        LEAVES
    }

    private final int number;
    private final Reader reader;
    private final Consumer<String> complaints;
    private final Content.Source body;
    private final AtomicInteger told = new AtomicInteger();
    private volatile Runnable cancel = () -> {};
    private volatile Content.Source answerBody;
    private volatile boolean over;

    FuzzCall(int number, int bodyLength, Reader reader, Consumer<String> complaints) {
        this.number = number;
        this.reader = reader;
        this.complaints = complaints;
        byte[] bytes = new byte[bodyLength];
        Arrays.fill(bytes, (byte) number);
        body = Content.Source.from(ByteBuffer.wrap(bytes));
    }

    void leave() {
        cancel.run();
    }

    /** Reads what it has not read yet. */
    void finish() {
        if (answerBody != null && reader == Reader.LATE) {
            readOn();
        }
    }

    /** Whether it was told, and has read the answer to its end if there is one. */
    boolean isOver() {
        return told.get() > 0 && (answerBody == null || over);
    }

    boolean isAnswered() {
        return answerBody != null;
    }

    @Override
    public void answered(Answer answer) {
        tell();
        answerBody = answer.body();
        if (reader == Reader.EAGER) {
            readOn();
        } else if (reader == Reader.LEAVES) {
            answerBody.fail(new IOException("left"));
            over = true;
        }
    }

    @Override
    public void failed(ServiceException failure) {
        tell();
    }

    private void tell() {
        if (told.incrementAndGet() > 1) {
            complaints.accept("Request %d was told twice".formatted(number));
        }
    }

    private void readOn() {
        while (true) {
            Content.Chunk chunk = answerBody.read();
            if (chunk == null) {
                answerBody.demand(this::readOn);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                over = true;
                return;
            }
            check(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                over = true;
                return;
            }
        }
    }

    private void check(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            byte found = piece.get();
            if (found != (byte) number && found != FuzzWorker.GUESSED) {
                complaints.accept("Request %d got a byte of %d".formatted(number, found & 0xff));
                return;
            }
        }
    }

    @Override
    public void onCancel(Runnable listener) {
        cancel = listener;
    }

    @Override
    public String id() {
        return "n" + number;
    }

    @Override
    public String method() {
        return number % 2 == 0 ? "GET" : "POST";
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
    public String handler() {
        return "fuzz";
    }

    @Override
    public String target() {
        return "handle";
    }

    @Override
    public String client() {
        return "127.0.0.1";
    }

    @Override
    public String door() {
        return "http";
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long deadlineNanos() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    }

    @Override
    public boolean idempotent() {
        return false;
    }
}
