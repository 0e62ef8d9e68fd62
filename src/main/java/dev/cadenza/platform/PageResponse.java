package dev.cadenza.platform;

import java.util.List;
import java.util.function.Function;
import org.springframework.data.domain.Page;

/**
 * One page of a list as the API gives it.
 *
 * @param page zero-based number of this page
 * @param size the largest number of entries on a page
 * @param totalElements entries on all pages together
 */
public record PageResponse<T>(List<T> content, int page, int size, long totalElements, long totalPages) {

    public PageResponse {
        content = List.copyOf(content);
    }

    public static <T> PageResponse<T> of(List<T> content, int page, int size, long totalElements) {
        return new PageResponse<>(content, page, size, totalElements, (totalElements + size - 1) / size);
    }

    public static <E, T> PageResponse<T> of(Page<E> page, Function<? super E, ? extends T> view) {
        return of(page.getContent().stream().<T>map(view).toList(), page.getNumber(), page.getSize(),
                page.getTotalElements());
    }
}
