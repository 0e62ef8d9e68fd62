package dev.cadenza;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.modulith.core.ApplicationModules;

/** Holds the table of docs/adr/0009-modules.md: who may call whom, and who may touch the engine. */
class ModuleTest {

    private static final Set<String> FOUNDATION = Set.of("platform", "problem", "activity", "identity", "access",
            "engine");
    private static final Map<String, Set<String>> MAY_CALL = Map.ofEntries(
            Map.entry("sample", Set.of("channel")),
            Map.entry("insight", Set.of()),
            Map.entry("assistant", Set.of("campaign", "audience", "draft", "fair", "message", "model")),
            Map.entry("console", Set.of()),
            Map.entry("campaign", Set.of("journey", "draft", "compiler", "audience", "message", "lead", "channel",
                    "writer")),
            Map.entry("writer", Set.of("draft", "model", "enrichment", "audience", "lead")),
            Map.entry("workflow", Set.of("trigger", "journey", "draft", "compiler", "event", "audience", "message",
                    "lead", "channel", "enrichment")),
            Map.entry("trigger", Set.of("event", "audience", "lead")),
            Map.entry("source", Set.of("event", "audience", "message", "lead")),
            Map.entry("journey", Set.of("compiler", "draft", "message", "audience", "lead", "channel", "event",
                    "enrichment")),
            Map.entry("event", Set.of("audience", "message", "lead")),
            Map.entry("enrichment", Set.of("lead")),
            Map.entry("card", Set.of("fair", "audience", "lead")),
            Map.entry("fair", Set.of("audience", "lead")),
            Map.entry("metrics", Set.of()),
            Map.entry("privacy", Set.of("message", "channel", "lead")),
            Map.entry("consent", Set.of("tracking", "message", "channel", "lead")),
            Map.entry("intake", Set.of("audience", "lead", "consent", "channel")),
            Map.entry("hook", Set.of("inbox", "tracking", "message", "channel", "lead")),
            Map.entry("outcome", Set.of("message", "channel")),
            Map.entry("inbox", Set.of("message", "channel", "lead", "tracking")),
            Map.entry("tracking", Set.of("message", "channel", "lead")),
            Map.entry("draft", Set.of("message", "channel", "lead")),
            Map.entry("message", Set.of("channel", "lead")),
            Map.entry("provider", Set.of("channel")),
            Map.entry("audience", Set.of("lead")),
            Map.entry("compiler", Set.of("lead")),
            Map.entry("channel", Set.of()),
            Map.entry("lead", Set.of()),
            Map.entry("model", Set.of()),
            Map.entry("engine", Set.of()),
            Map.entry("activity", Set.of()),
            Map.entry("access", Set.of()),
            Map.entry("identity", Set.of()),
            Map.entry("platform", Set.of()),
            Map.entry("problem", Set.of()));

    private static JavaClasses production;

    @BeforeAll
    static void read() {
        production = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.cadenza");
    }

    @Test
    void modulesFormNoCyclesAndUseOnlyWhatIsPublic() {
        ApplicationModules.of(Cadenza.class).verify();
    }

    @Test
    void modulesCallOnlyThoseBelowThem() {
        CompositeArchRule all = null;
        for (Map.Entry<String, Set<String>> module : MAY_CALL.entrySet()) {
            ArchRule rule = onlyCalls(module.getKey(), module.getValue());
            all = all == null ? CompositeArchRule.of(rule) : all.and(rule);
        }
        all.check(production);
    }

    @Test
    void everyPackageIsInTheTable() {
        classes().that().resideInAPackage("dev.cadenza.*..").should()
                .resideInAnyPackage(MAY_CALL.keySet().stream().map(m -> "dev.cadenza." + m + "..")
                        .toArray(String[]::new)).check(production);
    }

    @Test
    void onlyJourneysAndDelegatesTouchTheEngine() {
        DescribedPredicate<JavaClass> outsiders = DescribedPredicate.describe("neither journeys nor delegates",
                type -> !type.getPackageName().matches("dev\\.cadenza\\.(journey|engine|identity).*")
                        && !type.getName().matches(".*(Delegate|Listener)[^.]*")
                        && !type.getSimpleName().equals("CampaignControl"));
        noClasses().that(outsiders).should().dependOnClassesThat().resideInAPackage("org.camunda.bpm.engine..")
                .because("docs/adr/0009-modules.md").check(production);
    }

    /** Names of beans are simple class names: of two with one name the second would keep the application from starting. */
    @Test
    void noTwoComponentsHaveTheSameName() {
        AnnotationBeanNameGenerator names = new AnnotationBeanNameGenerator();
        SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
        Map<String, List<String>> classes = new ClassPathScanningCandidateComponentProvider(true)
                .findCandidateComponents("dev.cadenza").stream()
                .collect(Collectors.groupingBy(bean -> names.generateBeanName(bean, registry),
                        Collectors.mapping(BeanDefinition::getBeanClassName, Collectors.toList())));

        assertThat(classes).hasSizeGreaterThan(300);
        assertThat(classes.values()).filteredOn(same -> same.size() > 1).isEmpty();
    }

    @Test
    void theCompilerIsPure() {
        noClasses().that().resideInAPackage("dev.cadenza.compiler..").should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.camunda.bpm.engine..", "java.sql..")
                .check(production);
    }

    @Test
    void nobodyReadsTheMachinesClockOrInjectsFields() {
        noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(LocalDate.class, "now")
                .orShould().callMethod(LocalDateTime.class, "now").because("Clock is a bean").check(production);
        noFields().should().beAnnotatedWith(Autowired.class).check(production);
    }

    private static ArchRule onlyCalls(String module, Set<String> below) {
        List<String> allowed = new ArrayList<>(List.of("dev.cadenza." + module + ".."));
        below.forEach(name -> allowed.add("dev.cadenza." + name + ".."));
        FOUNDATION.forEach(name -> allowed.add("dev.cadenza." + name + ".."));
        return noClasses().that().resideInAPackage("dev.cadenza." + module + "..").should()
                .dependOnClassesThat(DescribedPredicate.describe("in a module that is not below",
                        type -> type.getPackageName().startsWith("dev.cadenza.")
                                && allowed.stream().noneMatch(name -> (type.getPackageName() + ".")
                                        .startsWith(name.substring(0, name.length() - 1)))));
    }
}
