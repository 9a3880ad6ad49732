package io.bighammer.admin;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands of the shell that concern services: the public methods. Safe for use by many threads. */
@Component(
        service = ServiceCommands.class,
        property = {
            "osgi.command.scope=bighammer",
            "osgi.command.function=services",
            "osgi.command.function=workers",
            "osgi.command.function=reload"
        })
public final class ServiceCommands {
    private static final String WORKERS = "workers";
    private static final String JOURNAL = "journal";

    private final StatusJson json = new StatusJson();
    private final GatewayStatus status;

    @Activate
    public ServiceCommands(@Reference GatewayStatus status) {
        this.status = status;
    }

    @Descriptor("how the services are, after a ping")
    public String services() {
        List<JsonNode> rows =
                sections().stream().map(service -> without(WORKERS, service)).toList();
        return rows.isEmpty() ? "No service runs." : StatusText.table(rows);
    }

    @Descriptor("how the workers are, after a ping")
    public String workers() {
        List<JsonNode> rows = sections().stream()
                .flatMap(service -> service.path(WORKERS).values().stream())
                .map(worker -> without(JOURNAL, worker))
                .toList();
        return rows.isEmpty() ? "No worker runs." : StatusText.table(rows);
    }

    /** @param services none for all */
    @Descriptor("starts new workers, and lets the old ones go when the new ones serve")
    public String reload(@Descriptor("SERVICE…, none for all") String... services) {
        Reply reply = new ReloadCommand(status::services).run(List.of(services));
        String told = String.join("\n", reply.lines());
        if (reply.exitCode() != Reply.OK) {
            throw new IllegalStateException(told);
        }
        return told;
    }

    /** After a ping, so that it is true now. */
    private List<JsonNode> sections() {
        JsonNode services = json.tree(status.afterPing().sections()).path("services");
        return List.copyOf(services.values());
    }

    private static JsonNode without(String name, JsonNode object) {
        return ((ObjectNode) object.deepCopy()).without(name);
    }
}
