--liquibase formatted sql

--changeset cadenza:card-1
-- The files as they were uploaded. The same file is stored once.
create table card_file (
    id         uuid primary key,
    sha256     text        not null unique,
    name       text        not null,
    media_type text        not null,
    bytes      bigint      not null,
    data       bytea       not null,
    created_at timestamptz not null
);
-- Pictures are compressed already.
alter table card_file alter column data set storage external;

create table business_card (
    id           uuid primary key,
    upload_id    uuid        not null,
    file_id      uuid        not null references card_file,
    page         integer     not null,
    event_id     uuid references trade_event on delete set null,
    list_id      uuid references lead_list on delete set null,
    lead_id      uuid references lead on delete set null,
    status       text        not null,
    confidence   numeric(3, 2),
    fields       jsonb       not null default '{}',
    ocr_raw_data jsonb,
    uploaded_by  text,
    reviewed_by  text,
    created_at   timestamptz not null,
    processed_at timestamptz,
    reviewed_at  timestamptz,
    updated_at   timestamptz not null,
    version      integer     not null default 0,
    constraint business_card_page unique (file_id, page)
);
create index business_card_upload on business_card (upload_id);
create index business_card_status on business_card (status, id);
create index business_card_event on business_card (event_id, id) where event_id is not null;
create index business_card_lead on business_card (lead_id) where lead_id is not null;

-- The picture as a reviewer sees it: upright and small.
create table card_preview (
    card_id uuid primary key references business_card on delete cascade,
    data    bytea not null
);
alter table card_preview alter column data set storage external;

create table ocr_job (
    id            uuid primary key,
    card_id       uuid        not null references business_card on delete cascade,
    status        text        not null,
    attempts      integer     not null default 0,
    next_at       timestamptz not null,
    error_message text,
    started_at    timestamptz,
    completed_at  timestamptz,
    created_at    timestamptz not null
);
create index ocr_job_card on ocr_job (card_id, id);
create index ocr_job_open on ocr_job (next_at) where status in ('PENDING', 'PROCESSING');
