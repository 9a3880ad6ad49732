package io.bighammer.ipc.workers;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.WorkerAdmission;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lets in every service but {@code unknown} and keeps what it is told. */
final class TestAdmission implements WorkerAdmission {
    final BlockingQueue<Let> let = new LinkedBlockingQueue<>();

    /** A call that a worker has made. */
    record Asked(String service, Call call, AnswerListener answer) {}

    /** A worker that was let in, and its events in their order. */
    static final class Let implements WorkerLink.Listener {
        final Hello hello;
        final String peerUser;
        final WorkerLink link;
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

        Let(Hello hello, String peerUser, WorkerLink link) {
            this.hello = hello;
            this.peerUser = peerUser;
            this.link = link;
        }

        String next() throws InterruptedException {
            return events.poll(10, TimeUnit.SECONDS);
        }

        Asked nextAsked() throws InterruptedException {
            return asked.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void slotFree(Call call) {
            events.add("slotFree");
        }

        @Override
        public void called(String service, Call call, AnswerListener answer) {
            asked.add(new Asked(service, call, answer));
        }

        @Override
        public void loaded(List<Path> files) {
            events.add("loaded " + files);
        }

        @Override
        public void pong(long rss, int inFlight) {
            events.add("pong " + rss + " " + inFlight);
        }

        @Override
        public void drained() {
            events.add("drained");
        }

        @Override
        public void closed(String reason) {
            events.add("closed: " + reason);
        }
    }

    @Override
    public WorkerLink.Listener admit(Hello hello, String peerUser, WorkerLink link) throws WorkerRefusedException {
        if (hello.service().equals("unknown")) {
            throw new WorkerRefusedException("There is no service 'unknown' in services.json");
        }
        // Sent before HELLO is answered: it must wait behind that.
        if (hello.service().equals("eager")) {
            link.ping();
        }
        Let worker = new Let(hello, peerUser, link);
        let.add(worker);
        return worker;
    }

    Let next() throws InterruptedException {
        return let.poll(10, TimeUnit.SECONDS);
    }
}
