package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReloadCommandTest {
    private final ReloadCommand command =
            new ReloadCommand(() -> Optional.of(new FakeServices(() -> {}, CompletableFuture.completedFuture(null))));

    @Test
    void withoutANameAllServicesAreReloaded() {
        Reply reply = command.run(List.of());
        assertEquals(List.of("main: new workers serve", "shop: new workers serve"), reply.lines());
        assertEquals(Reply.OK, reply.exitCode());
    }

    @Test
    void whatFailsIsToldAndTheOthersAreReloadedAllTheSame() {
        Reply reply = command.run(List.of("broken", "shop"));
        assertEquals(List.of("broken: not reloaded: a bracket is missing", "shop: new workers serve"), reply.lines());
        assertEquals(Reply.PARTLY, reply.exitCode());
    }

    @Test
    void beforeThereAreServicesItSaysSo() {
        Reply reply = new ReloadCommand(Optional::empty).run(List.of());
        assertEquals(Reply.PARTLY, reply.exitCode());
    }
}
