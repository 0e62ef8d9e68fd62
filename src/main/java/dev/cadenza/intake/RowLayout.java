package dev.cadenza.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one file become rows of the table {@code lead}: cells that alone give a field are written as they are
 * read, in the order of the file's columns; the others are gathered and written after them.
 */
final class RowLayout {

    private static final long POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final List<String> AFTER = List.of("import_batch_id", "created_at", "updated_at",
            "import_position");

    private final @Nullable Target[] direct;
    private final boolean[] gathered;
    private final byte @Nullable [][] attributes;
    private final Map<Target, List<Integer>> late = new EnumMap<>(Target.class);
    private final List<String> copyColumns = new ArrayList<>(List.of("id"));
    private final RowBuffer end = new RowBuffer(64);
    private final int fullName;
    private boolean hasAttributes;
    private int directs;

    /** @param time when the leads are made or changed */
    RowLayout(ImportBatch batch, Instant time) {
        Mapping mapping = batch.mapping();
        int columns = mapping.targets().size();
        direct = new Target[columns];
        gathered = new boolean[columns];
        attributes = new byte[columns][];
        fullName = mapping.targets().indexOf(Mapping.FULL_NAME);
        for (int column = 0; column < columns; column++) {
            place(column, mapping.targets().get(column), mapping);
        }
        // A source is never NULL, and a full name may give what the columns of its parts do not.
        late.computeIfAbsent(Target.SOURCE, target -> List.of());
        if (fullName >= 0) {
            gathered[fullName] = true;
            late.computeIfAbsent(Target.FIRST_NAME, target -> List.of());
            late.computeIfAbsent(Target.LAST_NAME, target -> List.of());
        }
        late.keySet().forEach(target -> copyColumns.add(target.column()));
        if (hasAttributes) {
            copyColumns.add("attributes");
        }
        copyColumns.addAll(AFTER);
        long micros = (time.getEpochSecond() - POSTGRES_EPOCH) * 1_000_000 + time.getNano() / 1_000;
        end.putUuid(batch.id());
        end.putBigint(micros);
        end.putBigint(micros);
        end.putInt(Long.BYTES);
    }

    private void place(int column, String target, Mapping mapping) {
        if (target.startsWith(Mapping.ATTRIBUTE)) {
            String key = target.substring(Mapping.ATTRIBUTE.length());
            attributes[column] = ('"' + key + "\":").getBytes(StandardCharsets.UTF_8);
            hasAttributes = true;
        } else if (Target.exists(target)) {
            Target field = Target.of(target);
            if (isLate(field, mapping)) {
                gathered[column] = true;
                late.computeIfAbsent(field, f -> new ArrayList<>()).add(column);
            } else {
                direct[column] = field;
                copyColumns.add(field.column());
                directs++;
            }
        }
    }

    private boolean isLate(Target field, Mapping mapping) {
        boolean several = mapping.targets().indexOf(field.field()) != mapping.targets().lastIndexOf(field.field());
        boolean nameParts = fullName >= 0 && (field == Target.FIRST_NAME || field == Target.LAST_NAME);
        return several || nameParts || field == Target.SOURCE || field == Target.STATUS;
    }

    int columns() {
        return direct.length;
    }

    @Nullable Target direct(int column) {
        return direct[column];
    }

    int directs() {
        return directs;
    }

    boolean gathers(int column) {
        return gathered[column];
    }

    byte @Nullable [] attributeKey(int column) {
        return attributes[column];
    }

    boolean hasAttributes() {
        return hasAttributes;
    }

    /** Fields that are written after the cells, each with the columns that may give it. */
    Map<Target, List<Integer>> late() {
        return late;
    }

    /** The column of full names, -1 without one. */
    int fullName() {
        return fullName;
    }

    /** Ends a row: what all rows have alike, and where in the file this one begins. */
    void putEnd(RowBuffer row, long position) {
        row.put(end.array(), 0, end.length());
        row.putLong(position);
    }

    /** Columns of the table {@code lead} in the order in which the bytes of a row hold them. */
    List<String> copyColumns() {
        return copyColumns;
    }
}
