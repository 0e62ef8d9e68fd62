package dev.cadenza.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.Users;
import dev.cadenza.problem.Conflict;
import dev.cadenza.testing.CadenzaTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several nodes start at once: each thread here does what a starting node does. */
@CadenzaTest
class EnginePreparationTest {

    @Autowired
    EnginePreparation preparation;
    @Autowired
    AuthorizationService authorizations;
    @Autowired
    FilterService filters;
    @Autowired
    Users users;

    @Test
    void authorizationsAndFiltersAreMadeOnce() throws Exception {
        long granted = authorizations.createAuthorizationQuery().resourceType(Resources.PROCESS_DEFINITION).count();
        authorizations.deleteAuthorization(authorizations.createAuthorizationQuery()
                .resourceType(Resources.APPLICATION).groupIdIn("analyst").singleResult().getId());
        filters.deleteFilter(filters.createFilterQuery().filterName("Review drafts").singleResult().getId());

        inParallel(() -> {
            preparation.afterPropertiesSet();
            return null;
        });

        Authorization cockpit = authorizations.createAuthorizationQuery().resourceType(Resources.APPLICATION)
                .groupIdIn("analyst").singleResult();
        assertThat(cockpit.getResourceId()).isEqualTo("cockpit");
        assertThat(cockpit.isPermissionGranted(Permissions.ACCESS)).isTrue();
        assertThat(filters.createFilterQuery().filterName("Review drafts").count()).isOne();
        assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.PROCESS_DEFINITION).count())
                .isEqualTo(granted);
    }

    @Test
    void oneOfSeveralNodesMakesAUser() throws Exception {
        NewUser user = new NewUser("once-" + UUID.randomUUID() + "@cadenza.test", "long-enough", Role.ANALYST);

        List<Boolean> made = inParallel(() -> {
            try {
                users.create(user);
                return true;
            } catch (Conflict taken) {
                return false;
            }
        });

        assertThat(made).containsOnlyOnce(true);
    }

    private static <T> List<T> inParallel(Callable<T> work) throws InterruptedException, ExecutionException {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : nodes.invokeAll(List.of(work, work, work, work))) {
                results.add(result.get());
            }
            return results;
        } finally {
            nodes.shutdownNow();
        }
    }
}
