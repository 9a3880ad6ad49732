package io.bighammer.services;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.WorkerLink;
import java.time.Duration;

/** A link to a worker that takes everything and says nothing. */
final class SilentLink implements WorkerLink {

    @Override
    public void send(Call call, AnswerListener listener) {}

    @Override
    public void ping() {}

    @Override
    public void drain(Duration grace) {}

    @Override
    public void close(String reason) {}
}
