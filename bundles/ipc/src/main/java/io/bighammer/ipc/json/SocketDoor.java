package io.bighammer.ipc.json;

import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.ListenerDoor;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The main socket: JSON objects in, JSON objects out, for programs of the gateway's own user and of root. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.SOCKET)
public final class SocketDoor extends ListenerDoor<JsonListener> {
    private final JsonRequests requests;

    @Activate
    public SocketDoor(@Reference JsonRequests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return SOCKET;
    }

    @Override
    protected JsonListener listen(GatewayConfig config, Optional<JsonListener> beside) throws IOException {
        JsonListener opened = new JsonListener(config, requests);
        opened.open();
        return opened;
    }
}
