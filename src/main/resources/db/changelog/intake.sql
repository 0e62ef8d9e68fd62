--liquibase formatted sql

--changeset cadenza:intake-1
create table import_batch (
    id             uuid primary key,
    file_name      text        not null,
    status         text        not null,
    source         text        not null,
    list_id        uuid references lead_list on delete set null,
    file_bytes     bigint      not null,
    encoding       text        not null,
    delimiter      text        not null,
    header_row     bigint      not null,
    columns        jsonb       not null,
    mapping        jsonb       not null,
    data_position  bigint      not null,
    position       bigint      not null,
    row_number     bigint      not null,
    rows_read      bigint      not null default 0,
    rows_created   bigint      not null default 0,
    rows_updated   bigint      not null default 0,
    rows_refused   bigint      not null default 0,
    values_left    bigint      not null default 0,
    error          text,
    created_at     timestamptz not null,
    started_at     timestamptz,
    finished_at    timestamptz
);
create index import_batch_created on import_batch (created_at, id);

-- The uploaded file in pieces of equal length that each fill one page of the table. They are never compressed or moved
-- aside, which makes storing and reading a file about as fast as copying it. No foreign key: checking it for each piece
-- would cost more than the piece, and pieces are written in the transaction that writes their batch.
create table import_piece (
    batch_id uuid    not null,
    number   integer not null,
    data     bytea   not null,
    primary key (batch_id, number)
);
alter table import_piece alter column data set storage plain;

create table import_refusal (
    batch_id    uuid    not null references import_batch on delete cascade,
    row_number  bigint  not null,
    field       text    not null,
    code        text    not null,
    reason      text    not null,
    row_refused boolean not null,
    position    bigint  not null
);
create index import_refusal_row on import_refusal (batch_id, row_number);
