package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class LastAdministratorTest {

    private static final Instant NOW = Instant.parse("2026-06-03T10:00:00Z");
    private static final UserChange DEMOTION = new UserChange(Role.MARKETER, null, null, null, null);
    private static final UserChange DEACTIVATION = new UserChange(null, false, null, null, null);

    private final StoredUsers stored = mock();
    private final Users users = new Users(stored, new Passwords(), mock(JdbcClient.class),
            mock(ActivityLog.class), Clock.fixed(NOW, ZoneOffset.UTC));
    private final User anna = administrator("anna@cadenza.test");
    private final User ben = administrator("ben@cadenza.test");

    @Test
    void lastAdministratorStaysOne() {
        when(stored.findByRoleAndActiveTrueOrderById(Role.ADMINISTRATOR)).thenReturn(List.of(anna));

        assertThatThrownBy(() -> users.change(anna.id(), DEMOTION)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> users.change(anna.id(), DEACTIVATION)).isInstanceOf(Conflict.class);
        assertThat(anna.role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(anna.active()).isTrue();
    }

    @Test
    void oneOfTwoMayGo() {
        when(stored.findByRoleAndActiveTrueOrderById(Role.ADMINISTRATOR)).thenReturn(List.of(anna, ben));

        assertThat(users.change(anna.id(), DEMOTION).role()).isEqualTo(Role.MARKETER);
    }

    private User administrator(String email) {
        User user = new User(UUID.randomUUID(), new NewUser(email, "", Role.ADMINISTRATOR), email, "", NOW);
        when(stored.findById(user.id())).thenReturn(Optional.of(user));
        when(stored.saveAndFlush(any())).thenAnswer(call -> call.getArgument(0));
        return user;
    }
}
