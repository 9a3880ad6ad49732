package io.bighammer.tests.conformance;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One case of cases.json; README.md says what its keys mean. */
record Case(JsonNode json) {

    static Stream<Case> all() {
        JsonNode file = new JsonMapper().readTree(Checkout.file("tests/conformance/cases.json"));
        return file.valueStream().map(Case::new);
    }

    String name() {
        return json.required("name").asString();
    }

    boolean concerns(Language language) {
        List<String> profiles = words("profiles");
        return (profiles.isEmpty() || profiles.contains(language.profile()))
                && !words("except").contains(language.name());
    }

    private List<String> words(String key) {
        return StreamSupport.stream(json.path(key).spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    boolean overTcp() {
        return json.path("over").asString("unix").equals("tcp");
    }

    boolean creditByHand() {
        return json.path("credit").asString("").equals("by hand");
    }

    /** The credit that the gateway's HELLO gives to a worker of this profile. */
    int window(String profile) {
        return profile.equals("synchronous") ? 0 : json.path("window").asInt(256 << 10);
    }

    /** Why the worker is not let in; empty when it is. */
    String refusal() {
        return json.path("refuse").asString("");
    }

    JsonNode steps() {
        return json.required("steps");
    }

    @Override
    public String toString() {
        return name();
    }
}
