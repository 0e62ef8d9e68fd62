package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.cadenza.platform.Installation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstUsersTest {

    private final Users users = mock();
    private final SampleUsers samples = mock();
    private final Installation installation = mock();

    @Test
    void externalDatabaseWithoutAnybodyRefusesToStart() {
        assertThatThrownBy(() -> start(true, null, null)).isInstanceOf(NoAdministrator.class);

        NoAdministrator failure = new NoAdministrator("There is no user yet.");
        assertThat(new NoAdministrator.Analyzer().analyze(failure, failure).getAction())
                .contains("CADENZA_ADMIN_EMAIL", "CADENZA_ADMIN_PASSWORD");
        verify(samples, never()).create();
    }

    @Test
    void externalDatabaseGetsTheConfiguredAdministratorAndNoSampleUser() {
        start(true, " Boss@Example.com ", "long-enough");

        verify(users).createUnlessPresent(argThat(made -> made.email().equals("boss@example.com")
                && made.role() == Role.ADMINISTRATOR));
        verify(samples, never()).create();
    }

    @Test
    void administratorThatIsThereIsLeftAlone() {
        when(users.exists()).thenReturn(true);
        when(users.isKnown("boss@example.com")).thenReturn(true);

        start(true, "boss@example.com", "");

        verify(users, never()).createUnlessPresent(any());
    }

    @Test
    void unusableAdministratorRefusesToStart() {
        assertThatThrownBy(() -> start(true, "boss@example.com", "short")).isInstanceOf(NoAdministrator.class)
                .hasMessageContaining("8 characters");
        assertThatThrownBy(() -> start(true, "boss", "long-enough")).isInstanceOf(NoAdministrator.class)
                .hasMessageContaining("cadenza.admin.email");
    }

    @Test
    void embeddedDatabaseGetsSampleUsersOnItsFirstStartOnly() {
        when(installation.embeddedDatabase()).thenReturn(true);
        start(true, null, null);
        verify(samples).create();

        when(users.exists()).thenReturn(true);
        start(true, null, null);
        verify(samples).create();
    }

    @Test
    void withoutSampleDataNobodyHasAPasswordThatEverybodyKnows() {
        when(installation.embeddedDatabase()).thenReturn(true);

        assertThatThrownBy(() -> start(false, null, null)).isInstanceOf(NoAdministrator.class);
        start(false, "boss@example.com", "long-enough");

        verify(samples, never()).create();
    }

    private void start(boolean sampleData, @Nullable String email, @Nullable String password) {
        new FirstUsers(users, samples, new AdminProperties(email, password), installation, sampleData)
                .afterPropertiesSet();
    }
}
