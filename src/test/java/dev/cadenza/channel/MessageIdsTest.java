package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private final UUID id = UUID.fromString("0190a6c2-7b1e-7c3d-9f00-0123456789ab");

    @Test
    void aMessageIdGivesTheMessageBack() {
        assertThat(MessageIds.parse(MessageIds.of(id, "mail.example.com"))).contains(id);
        assertThat(MessageIds.parse(" <0190A6C2-7B1E-7C3D-9F00-0123456789AB@other.example> ")).contains(id);
        assertThat(MessageIds.parse(id + "@mail.example.com")).contains(id);
    }

    @Test
    void aForeignMessageIdGivesNothing() {
        assertThat(MessageIds.parse("<CAF=xyz@mail.gmail.com>")).isEmpty();
        assertThat(MessageIds.parse("<" + id + ">")).isEmpty();
        assertThat(MessageIds.parse("<x" + id + "@mail.example.com>")).isEmpty();
        assertThat(MessageIds.parse("<" + id + "@a> <" + id + "@b>")).isEmpty();
        assertThat(MessageIds.parse("")).isEmpty();
    }
}
