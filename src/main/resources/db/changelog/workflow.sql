--liquibase formatted sql

--changeset cadenza:workflow-1
create table workflow (
    id             uuid primary key,
    name           text        not null,
    description    text,
    status         text        not null default 'INACTIVE' check (status in ('INACTIVE', 'ACTIVE')),
    -- JSON as the editor wrote it, in ASCII: jsonb would change the order of its fields and has no form for some texts.
    graph          text        not null,
    settings       jsonb       not null,
    -- What leads take that come in.
    journey_id     uuid references journey,
    active_version integer,
    created_by     text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    activated_at   timestamptz,
    deactivated_at timestamptz,
    version        integer     not null default 0,
    check (status = 'INACTIVE' or journey_id is not null)
);

create table workflow_version (
    workflow_id  uuid        not null references workflow on delete cascade,
    version      integer     not null,
    journey_id   uuid        not null references journey,
    graph        text        not null,
    activated_at timestamptz not null,
    activated_by text,
    primary key (workflow_id, version)
);
