package dev.cadenza.draft;

import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface TemplateRows extends JpaRepository<Template, UUID> {

    @Query("""
            select t from Template t
            where lower(t.name) like lower(:pattern) escape '\\' or lower(t.subject) like lower(:pattern) escape '\\'
            order by lower(t.name)""")
    Page<Template> search(String pattern, Pageable page);

    @Query("select count(t) > 0 from Template t where lower(t.name) = lower(:name) and t.id <> :id")
    boolean isTaken(String name, UUID id);
}
